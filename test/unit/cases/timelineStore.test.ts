import assert from 'node:assert/strict';
import { TimelineStore } from '../../../src/cases/timelineStore.ts';
import { sampleEvent } from '../../support/caseFixture.ts';
import { FaultyStorage } from '../../support/faultyStorage.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';

describe('timeline store', () => {
  it('keeps one event a file, as text that git merges', async () => {
    const storage = new MemoryStorage();
    const store = new TimelineStore(storage);
    const event = sampleEvent('e1', { note: 'ü <b>' });
    await store.write(event);
    assert.deepEqual(await store.read('e1'), event);
    const text = storage.files.get('timeline/e1.json')?.toString() ?? '';
    assert.deepEqual(
      text
        .split('\n')
        .filter((line) => /^ {2}"/.test(line))
        .map((line) => line.split('"')[1]),
      Object.keys(event).sort(),
    );
    await store.write(await store.read('e1').then((read) => read ?? event));
    assert.equal(storage.files.get('timeline/e1.json')?.toString(), text);
  });

  it('lists by time, the undated last, and says which files are no events', async () => {
    const storage = new MemoryStorage();
    const store = new TimelineStore(storage);
    await store.write(sampleEvent('later', { time: '2026-03-01T09:00:00.0000002Z' }));
    await store.write(sampleEvent('undated', { time: null }));
    await store.write(sampleEvent('earlier', { time: '2026-03-01T09:00:00.0000001Z' }));
    const conflict =
      storage.files.get('timeline/later.json')?.toString().replace('{', '<<<<<<< HEAD\n{') ?? '';
    storage.files.set('timeline/conflict.json', Buffer.from(conflict));
    storage.files.set('timeline/renamed.json', storage.files.get('timeline/later.json') ?? Buffer.alloc(0));
    storage.files.set('timeline/README.md', Buffer.from('x'));
    const { events, problems } = await store.readAll();
    assert.deepEqual(
      events.map(({ id }) => id),
      ['earlier', 'later', 'undated'],
    );
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'timeline/conflict.json is not a timeline event: "the whole" does not fit',
        'timeline/renamed.json is not a timeline event: its id is not its name',
      ],
    );
  });

  it('takes no id that is a path, and no event of another form', async () => {
    const store = new TimelineStore(new MemoryStorage());
    for (const id of ['../x', 'a/b', 'A', '', 'x'.repeat(65), 'con.json'])
      await assert.rejects(store.write(sampleEvent(id)), { code: 'timeline.event-invalid' });
    const odd = { ...sampleEvent(), severity: 'grave' } as unknown as ReturnType<typeof sampleEvent>;
    await assert.rejects(store.write(odd), /"severity" does not fit/);
    await assert.rejects(store.read('../case.yaml'.replace('.yaml', '')), { code: 'case.path-escapes' });
  });

  it('has the old or the new event whichever call fails', async () => {
    const storage = new MemoryStorage();
    await new TimelineStore(storage).write(sampleEvent('e1', { note: 'old' }));
    const before = new Map(storage.files);
    const count = new FaultyStorage(new MemoryStorage(before));
    await new TimelineStore(count).write(sampleEvent('e1', { note: 'new' }));
    for (let call = 1; call <= count.calls.length; call++)
      for (const kill of [false, true]) {
        const broken = new MemoryStorage(before);
        const faulty = new FaultyStorage(broken, { call, errno: 'ENOSPC', kill, bytes: 10 });
        await assert.rejects(new TimelineStore(faulty).write(sampleEvent('e1', { note: 'new' })), {
          code: 'case.disk-full',
        });
        const note = (await new TimelineStore(broken).read('e1'))?.note;
        assert.ok(note === 'old' || note === 'new');
        if (!kill) assert.deepEqual(await broken.list('derived/tmp'), []);
      }
  });
});

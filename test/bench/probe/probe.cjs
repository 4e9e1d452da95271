/**
 * An extension that profiles the extension host for a benchmark: GET /start begins, GET /stop answers with the CPU profile.
 * It writes its port to the file that AZIMUTH_PROBE names.
 */
const { createServer } = require('node:http');
const { Session } = require('node:inspector/promises');
const { writeFileSync } = require('node:fs');

exports.activate = () => {
  const file = process.env.AZIMUTH_PROBE;
  if (!file) return;
  const session = new Session();
  session.connect();
  const steps = {
    '/start': async () => {
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 200 });
      await session.post('Profiler.start');
      return {};
    },
    '/stop': () => session.post('Profiler.stop'),
  };
  const server = createServer(async (request, response) => {
    const step = steps[request.url ?? ''];
    response.end(JSON.stringify(step ? await step() : {}));
  });
  server.listen(0, '127.0.0.1', () => writeFileSync(file, String(server.address().port)));
};

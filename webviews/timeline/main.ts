import { type FromTimeline, parseToTimeline, type ToTimeline } from '../../src/protocol/timeline.ts';
import { Host } from '../shared/host.ts';
import { TimelineApp } from './app.ts';
import '../shared/buttons.css';
import './timeline.css';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app');
const host = new Host<ToTimeline, FromTimeline>(parseToTimeline);
const app = new TimelineApp(root, (message) => host.send(message));
host.listen(
  (message) => app.receive(message),
  () => app.receiveUnknown(),
);
host.send({ type: 'ready' });

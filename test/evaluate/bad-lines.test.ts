import { describe, it } from 'vitest';
import { sandboxed } from '../cli/sandbox.ts';
import { isWrong } from '../cli/wrong.ts';
import { alert, at, date, finding, label, score } from './made.ts';
import { evaluate, GOOD, ndjson, runIn } from './run-folder.ts';

const box = sandboxed('busy');

describe.concurrent('exit code 2, with file and line', () => {
  const first = GOOD['scores.ndjson'].split('\n')[0];
  it.each([
    ['no JSON', 'scores.ndjson', `${first}\n\n{"oops`, /no-JSON\/scores\.ndjson:3: expected JSON: /],
    ['no number', 'scores.ndjson', ndjson({ ...score('bob', 1, 1), rate: 'high' }), /scores\.ndjson:1: rate: .*number/],
    [
      'no day',
      'scores.ndjson',
      ndjson({ ...score('bob', 1, 1), day: 'x' }),
      /scores\.ndjson:1: day: expected a UTC day/,
    ],
    ['no channel', 'alerts.ndjson', ndjson(alert('1', 'bob', at(1), { channel: 'x' })), /alerts\.ndjson:1: channel: /],
    ['no time', 'findings.ndjson', ndjson(finding('d', 'bob', 'now')), /findings\.ndjson:1: time: expected a time/],
    ['bad digest', 'digest.ndjson', '[]\n', /digest\.ndjson:1: /],
    ['bad run.json', 'run.json', '{', /run\.json: expected JSON/],
    ['bad budget', 'run.json', '{"options":{"budget":"x"}}', /run\.json: options\.budget: /],
    [
      'no alerts',
      'alerts.ndjson',
      undefined,
      /expected alerts\.ndjson and findings\.ndjson, as gatetrail replay leaves/,
    ],
  ])('%s', async (name, file, text, says) => {
    isWrong(await evaluate(box, runIn(box, name.replace(' ', '-'), { [file]: text })), says);
  });

  it.each([
    ['no principal', ndjson({ id: 'a', family: 'A1', day: date(1) }), /labels-0\.ndjson:1: principal: /],
    [
      'no time',
      ndjson(label('a', 'm', [at(1)]), { id: 'b', family: 'A1', principal: 'm' }),
      /labels-1\.ndjson:2: expected day/,
    ],
    ['a step without time', ndjson(label('a', 'm', [], { steps: [{}] })), /labels-2\.ndjson:1: steps\.0\.time: /],
    [
      'an id twice',
      ndjson(label('a', 'm', [at(1)]), label('a', 'n', [at(2)])),
      /labels-3\.ndjson:2: id: a is already in .*:1$/,
    ],
  ])('labels with %s', async (_what, text, says) => {
    const number = /labels-(\d)/.exec(says.source)?.[1];
    const labels = box.write(`labels-${number}.ndjson`, text);
    isWrong(await box.run(['evaluate', runIn(box, `labels-${number}`), '--labels', labels]), says);
  });

  it('wrong usage', async () => {
    const folder = runIn(box, 'usage');
    const nothing = { 'alerts.ndjson': '', 'findings.ndjson': '', 'scores.ndjson': '', 'digest.ndjson': '' };
    isWrong(await box.run(['evaluate', folder]), /required option '--labels <file>' not specified/);
    isWrong(await box.run(['evaluate', folder, '--labels', 'nowhere']), /--labels nowhere: there is no such file/);
    isWrong(await box.run(['evaluate', folder, '--labels', folder]), /usage can't be read: EISDIR/);
    isWrong(await evaluate(box, 'nowhere'), /nowhere: expected alerts\.ndjson/);
    isWrong(await evaluate(box, folder, '--from', 'May'), /--from May: expected a UTC day, such as 2026-11-22/);
    isWrong(await evaluate(box, folder, '--from', date(10)), /--from 2026-09-10: the run ends on 2026-09-09/);
    isWrong(await evaluate(box, runIn(box, 'nothing', nothing)), /expected a run with scores, alerts or findings/);
  });
});

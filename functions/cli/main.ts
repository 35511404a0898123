#!/usr/bin/env -S node --max-semi-space-size=16
// Records die young: a small young generation takes a third less memory, and no more time (docs/benchmarks.md).
import { Command, CommanderError, Option } from 'commander';
import { GatetrailError, messageOf } from '../../shared/errors.ts';
import { showBaseline } from './baseline.ts';
import { addCloudCommands, another, several } from './cloud-commands.ts';
import { listDetections, showDetection, testDetections } from './detections.ts';
import { runEvaluate } from './evaluate.ts';
import { runExplain } from './explain.ts';
import { runReplay } from './replay.ts';
import { runSimulate } from './simulate.ts';
import { VERSION } from './version.ts';

/** 0 done; 1 a bug; 2 wrong usage or configuration; 3 done, but some input could not be read, or a check found something. */
const EXIT = { bug: 1, usage: 2, config: 2, 'state-unreadable': 2, input: 3, transient: 3 } as const;

function program(done: (code: number) => void): Command {
  const gatetrail = new Command('gatetrail')
    .description('Reads CloudTrail logs and explains what puts API Gateway and IAM at risk.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) =>
        write(`${text.replace(/^error: /, 'gatetrail: ').trimEnd()} (gatetrail --help shows what is expected)\n`),
    });
  const rules = new Option('--rules <folder>', 'detections of your own, beside those that ship');
  const json = new Option('--json', 'print one JSON object on stdout');

  gatetrail
    .command('replay')
    .description('the main job on history: findings and alerts from CloudTrail files')
    .argument(
      '<inputs...>',
      'files and folders in any layout, s3://bucket/prefix, event-history://region[,region] or event-history://all, or - for stdin',
    )
    .option('--out <folder>', 'where the results go', 'gatetrail-out')
    .option('--since <time>', 'only events at or after this UTC day or time')
    .option('--until <time>', 'only events before this UTC day or time')
    .option('--account <id>', 'only these accounts (may be given again)', several)
    .option('--region <name>', 'only these regions (may be given again)', several)
    .option('--config <file>', 'configuration (default: gatetrail.yml in this folder, if there is one)')
    .addOption(rules)
    .option(
      '--store <store>',
      'where state is kept: memory, FILE.sqlite to continue later, or dynamodb:TABLE',
      'memory',
    )
    .option(
      '--budget <alerts>',
      'alerts a day of unusual behaviour, and as many of low and medium rules; more go to a digest (default: 1, or a quarter for each account)',
    )
    .option(
      '--cache <folder>',
      'where fetched event history is kept, so that a stopped run goes on (default: in --out)',
    )
    .option('--publish <topic>', 'send the alerts to people: ARN of the SNS topic of the deployed pipeline')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExamples:\n  gatetrail replay ./AWSLogs\n  gatetrail replay ./AWSLogs --since 2026-11-01 --out november\n  zcat *.json.gz | gatetrail replay - --json\n  gatetrail replay s3://my-trail/AWSLogs/ --since 2026-11-01\n  gatetrail replay event-history://eu-west-1,us-east-1 --since 2026-11-15',
    )
    .action(async (inputs, options) => done(await runReplay(inputs, options)));

  gatetrail
    .command('explain')
    .description('why something fired: its reasons, findings and raw records, and what is normal')
    .argument('<id>', 'of an alert, a finding or an event')
    .option('--run <folder>', 'the folder that a replay left', 'gatetrail-out')
    .option('--store <file>', 'the FILE.sqlite in which the replay kept its state (default: as the run says)')
    .option('--input <path>', 'where the logs are now (may be given again; default: as the run says)', another)
    .addOption(json)
    .addHelpText(
      'after',
      '\nExamples:\n  gatetrail explain a-31621557f77d55ae\n  gatetrail explain f-8e1d3344f660ef26 --run november --store history.sqlite\n  gatetrail explain e14e3cd8-aa84-4fc1-bbd6-c1a22690063c --input /mnt/AWSLogs --json',
    )
    .action(async (id, options) => done(await runExplain(id, options)));

  gatetrail
    .command('baseline')
    .description('what is normal for whom')
    .command('show')
    .description('what is normal for a principal, and since when')
    .argument('<principal>', 'its key as in scores.ndjson, or a part of it that no other has')
    .requiredOption('--store <file>', 'the FILE.sqlite in which a replay kept its state')
    .option('--day <day>', 'what was normal at the beginning of this UTC day (default: after the last day known)')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExamples:\n  gatetrail baseline show alice@example.com --store history.sqlite\n  gatetrail baseline show 111111111111/role/deploy --store history.sqlite --day 2026-11-22',
    )
    .action(async (principal, options) => done(await showBaseline(principal, options)));

  gatetrail
    .command('evaluate')
    .description(
      'how good a run was, given what was an attack: recall at a number of benign alerts a day, precision, noise',
    )
    .argument('<run>', 'the folder that a replay left')
    .requiredOption('--labels <file>', 'the attacks, one JSON object a line')
    .option('--from <day>', 'judge from this UTC day on; before it is learning (default: the later half of the run)')
    .addOption(json)
    .action(async (run, options) => done(await runEvaluate(run, options)));

  gatetrail
    .command('simulate')
    .description('a labelled organisation, ordinary work and attacks, as CloudTrail files')
    .requiredOption('--out <folder>', 'an empty folder, or that of an earlier simulation')
    .option('--seed <number>', 'another organisation for each', '1')
    .option('--days <number>', 'how long', '60')
    .option('--events <number>', 'about how many a day; the more, the more principals', '10000')
    .option('--attacks <number>', 'how many, over all families and the second half of the days', '12')
    .option('--noise <factor>', 'how restless it is: 1 ordinary, 3 hard', '1')
    .option('--start <day>', 'first UTC day', '2026-01-05')
    .addOption(json)
    .action((options) => done(runSimulate(options)));

  const detections = gatetrail.command('detections').description('the catalogue of detections and sequences');
  detections
    .command('list')
    .description('all of them')
    .addOption(rules)
    .addOption(json)
    .action(async (options) => done(await listDetections(options)));
  detections
    .command('show')
    .description('one of them: why it matters, what to do')
    .argument('<id>')
    .addOption(rules)
    .addOption(json)
    .action(async (id, options) => done(await showDetection(id, options)));
  detections
    .command('test')
    .description('run the examples of all of them')
    .argument('[folder]', 'detections of your own (the same as --rules)')
    .addOption(rules)
    .addOption(json)
    .action(async (folder, options) =>
      done(await testDetections(folder === undefined ? options : { ...options, rules: folder })),
    );
  addCloudCommands(gatetrail, json, done);
  return gatetrail;
}

// Whoever reads our output may stop before the end, as `head` does; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  else if (error instanceof GatetrailError && error.kind !== 'bug') {
    process.stderr.write(`gatetrail: ${error.message}\n`);
    process.exitCode = EXIT[error.kind];
  } else {
    process.stderr.write(`gatetrail: this is a bug: ${error instanceof Error ? error.stack : messageOf(error)}\n`);
    process.exitCode = EXIT.bug;
  }
}

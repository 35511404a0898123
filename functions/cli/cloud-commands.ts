import { type Command, Option } from 'commander';

type Done = (code: number) => void;

/** Values after commas, or the flag again. */
export function several(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',')];
}

/** The flag again: paths may hold commas. */
export function another(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Commands that work with AWS. Each loads the SDK only when it runs: that takes longer than most commands. */
export function addCloudCommands(gatetrail: Command, json: Option, done: Done): void {
  addVerify(gatetrail, json, done);
  addDoctor(gatetrail, json, done);
  addBackfill(gatetrail, json, done);
  addSuppress(gatetrail, json, done);
}

function addVerify(gatetrail: Command, json: Option, done: Done): void {
  gatetrail
    .command('verify')
    .description("CloudTrail's digest chain: missing, altered, forged and reordered files, named one by one")
    .argument('<input>', 's3://BUCKET[/PREFIX], or a folder with a copy of the bucket')
    .option('--since <time>', 'only digests that ended after this UTC day or time')
    .option('--until <time>', 'only log files delivered before this UTC day or time; the chain must reach it')
    .option('--account <id>', 'only these accounts (may be given again)', several)
    .option('--region <name>', 'only these regions (may be given again)', several)
    .option(
      '--keys <file>',
      'what aws cloudtrail list-public-keys printed (may be given again; default: CloudTrail is asked)',
      another,
    )
    .option('--signatures <file>', 'of a copy: JSON of digest keys and their signatures, which a copy has lost')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExit code: 0 intact; 3 something was found, or nothing could be proven.\n\nExamples:\n  gatetrail verify s3://my-trail-bucket --since 2026-11-01\n  gatetrail verify ./copy --keys keys.json --signatures signatures.json\n  gatetrail verify s3://my-trail-bucket --region us-east-1 --json',
    )
    .action(async (input, options) => done(await (await import('./verify.ts')).runVerify(input, options)));
}

function addDoctor(gatetrail: Command, json: Option, done: Done): void {
  gatetrail
    .command('doctor')
    .description(
      "checks an AWS set-up: trail, bucket, notifications, API stages without logs, this pipeline's own parts",
    )
    .option('--region <name>', "the region to look at (default: the profile's)")
    .option('--trail <name>', 'only this trail, by name or ARN (default: all that log here)')
    .option('--stage <stage>', 'of the deployed stack: its functions tell the table, queues, topic and Slack secret')
    .option('--table <name>', 'instead of what the stack says')
    .option('--queue <name>', 'name or URL; the first gets the notifications (may be given again)', several)
    .option('--topic <arn>', 'of the alerts')
    .option('--slack-secret <name>', 'SSM parameter, or ARN of a secret; its value is never read')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExit code 3 when there is a problem.\n\nExamples:\n  gatetrail doctor --region eu-west-1\n  gatetrail doctor --stage live --json',
    )
    .action(async (options) => done(await (await import('./doctor.ts')).runDoctor(options)));
}

function addBackfill(gatetrail: Command, json: Option, done: Done): void {
  gatetrail
    .command('backfill')
    .description(
      'replays what was logged before, by many Lambdas of the deployed pipeline; alerts go to a folder, not to people',
    )
    .argument('<input>', 's3://BUCKET[/PREFIX]')
    .option('--since <day>', 'only events from this UTC day on')
    .option('--until <day>', 'only events before this UTC day')
    .requiredOption('--table <name>', 'the stack output TableName')
    .requiredOption('--manifests <bucket>', 'the bucket of the stack that lists of files are written to')
    .requiredOption('--state-machine <arn>', 'of the stack; its output BackfillCommand has all three')
    .option('--concurrency <lambdas>', 'how many work at once, beside those that read live files', '20')
    .option('--publish', 'tell people of the alerts too')
    .option('--no-wait', 'start it, and no more')
    .option('--out <folder>', 'where the results go', 'gatetrail-backfill')
    .addOption(json)
    .addHelpText(
      'after',
      '\nThe same command again follows a backfill that runs, goes on with one that was stopped, and writes the results of one that is done.\n\nExample (the stack output BackfillCommand has the names filled in):\n  gatetrail backfill s3://my-trail-bucket/AWSLogs/ --since 2026-08-01 --table gatetrail-live --manifests gatetrail-live-backfill --state-machine arn:aws:states:eu-west-1:111111111111:stateMachine:gatetrail-live-backfill',
    )
    .action(async (input, options) => {
      const [{ runBackfill }, { backfillCloud }] = await Promise.all([
        import('./backfill.ts'),
        import('./backfill-cloud.ts'),
      ]);
      done(await runBackfill(input, options, backfillCloud(options)));
    });
}

function addSuppress(gatetrail: Command, json: Option, done: Done): void {
  const suppress = gatetrail.command('suppress').description('quiet something in the deployed pipeline');
  const table = new Option('--table <name>', 'the stack output TableName').makeOptionMandatory();
  suppress
    .command('add')
    .description('from now until a day')
    .addOption(table)
    .option('--detection <pattern>', 'its id, with * and ? as in IAM')
    .option('--principal <pattern>', 'its key as in alerts, or its name')
    .option('--account <id>')
    .option('--resource <pattern>')
    .option('--ip <address>')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--expires <day>', 'the UTC day from which on people are told again')
    .addOption(json)
    .addHelpText(
      'after',
      '\nExample:\n  gatetrail suppress add --table gatetrail-live --detection iam-user-created --principal "*/role/onboarding" --reason "makes users for new hires" --owner security@example.com --expires 2027-03-31',
    )
    .action(async (options) => done(await (await import('./suppress.ts')).addSuppression(options)));
  suppress
    .command('list')
    .description('what is suppressed, and what was')
    .addOption(table)
    .addOption(json)
    .action(async (options) => done(await (await import('./suppress.ts')).listSuppressions(options)));
  suppress
    .command('remove')
    .description('people are told again')
    .argument('<ids...>')
    .addOption(table)
    .addOption(json)
    .action(async (ids, options) => done(await (await import('./suppress.ts')).removeSuppressions(ids, options)));
}

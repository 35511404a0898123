import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import * as z from 'zod';

/** A payload template: `name.$` is a path, anything else is as it is. */
const Template: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());

const Retry = z.strictObject({
  ErrorEquals: z.tuple([z.literal('States.ALL')]),
  IntervalSeconds: z.int().positive(),
  BackoffRate: z.number().min(1),
  MaxAttempts: z.int().min(0),
  MaxDelaySeconds: z.int().positive(),
  JitterStrategy: z.enum(['FULL', 'NONE']),
});
const next = { Next: z.string().optional(), End: z.literal(true).optional() };
const result = {
  ResultSelector: Template.optional(),
  ResultPath: z
    .string()
    .regex(/^\$\.\w+$/)
    .optional(),
};
const Task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Parameters: Template,
  Retry: z.tuple([Retry]).optional(),
  ...result,
  OutputPath: z.string().optional(),
  ...next,
});
const statesOf = (mode: object) =>
  z.strictObject({
    ProcessorConfig: z.strictObject({ ...mode }),
    StartAt: z.string(),
    get States(): z.ZodType<Record<string, State>> {
      return z.record(z.string(), State) as unknown as z.ZodType<Record<string, State>>;
    },
  });
const InlineMap = z.strictObject({
  Type: z.literal('Map'),
  ItemsPath: z.string(),
  MaxConcurrency: z.literal(1),
  ItemSelector: Template,
  ItemProcessor: statesOf({ Mode: z.literal('INLINE') }),
  ...result,
  ...next,
});
const DistributedMap = z.strictObject({
  Type: z.literal('Map'),
  Label: z
    .string()
    .max(40)
    .regex(/^[\w-]+$/),
  ItemReader: z.strictObject({
    Resource: z.literal('arn:aws:states:::s3:getObject'),
    ReaderConfig: z.strictObject({ InputType: z.literal('JSON') }),
    Parameters: Template,
  }),
  ItemBatcher: z.strictObject({ MaxItemsPerBatch: z.int().positive(), BatchInput: Template }),
  MaxConcurrencyPath: z.string(),
  ItemProcessor: statesOf({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
  ...result,
  ...next,
});
const State = z.union([Task, InlineMap, DistributedMap]);
const Machine = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), State),
});

export type Task = z.infer<typeof Task>;
export type InlineMap = z.infer<typeof InlineMap>;
export type DistributedMap = z.infer<typeof DistributedMap>;
export type State = Task | InlineMap | DistributedMap;
/** States of a machine, or of one item of a map. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * The state machine of infra/backfill.yml, with its placeholders filled in. Throws for any field that nobody here knows how to run,
 * for a placeholder that is not substituted, and for null, which CloudFormation refuses.
 */
export function machineIn(file: URL): States {
  const document = parseDocument(readFileSync(file, 'utf8'), { logLevel: 'silent' });
  const { Properties } = z
    .object({ Resources: z.object({ BackfillStateMachine: z.object({ Properties: Template }) }) })
    .parse(document.toJS()).Resources.BackfillStateMachine;
  const text = JSON.stringify(Properties['Definition']);
  if (/[[:,]null[,\]}]/.test(text)) throw new Error(`${file.pathname}: CloudFormation refuses null in a definition`);
  const given = z.record(z.string(), z.string()).parse(Properties['DefinitionSubstitutions']);
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => {
    if (given[name] === undefined) throw new Error(`${file.pathname}: nothing is given for ${all}`);
    return name === 'Partition' ? 'aws' : name;
  });
  return Machine.parse(JSON.parse(filled));
}

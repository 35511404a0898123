import type { TrailEvent } from '../../cloudtrail/event.ts';
import { texts } from '../../cloudtrail/field.ts';

/**
 * Accounts in which AWS publishes its own layers, so attaching one is nothing strange. Sources: the layer ARNs in the guides of
 * Lambda Insights, Powertools for Python and TypeScript, ADOT, and the AWS SDK for pandas. Layers that AWS publishes from one
 * account a region are left to the trust list.
 */
const AWS_LAYER_ACCOUNTS = new Set(['580247275435', '017000801446', '094274105915', '901920570463', '336392948345']);

/** A layer version that a call attaches. */
export interface Layer {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
}

const LAYER_ARN = /^arn:[\w-]+:lambda:[\w-]*:(\d{12}):layer:([^:]+)/;

/** The layers of a CreateFunction or UpdateFunctionConfiguration, without AWS's own. */
export function layersOf(event: TrailEvent): Layer[] {
  return texts(event.params, 'layers')
    .map((arn) => layer(arn))
    .filter((found) => found !== undefined)
    .filter(({ account }) => !AWS_LAYER_ACCOUNTS.has(account));
}

/** The layers in a value of the setting `lambda.function.layers`. */
export function layersIn(value: string): Layer[] {
  return value
    .split(', ')
    .map((arn) => layer(arn))
    .filter((found) => found !== undefined);
}

function layer(arn: string): Layer | undefined {
  const [, account, name] = LAYER_ARN.exec(arn.slice(0, 512)) ?? [];
  return account === undefined || name === undefined ? undefined : { arn, account, name };
}

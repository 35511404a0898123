import type { TrailEvent } from '../../cloudtrail/event.ts';
import { filled } from '../../cloudtrail/field.ts';

/** A REST API's stage that a web ACL can guard; HTTP APIs can't have one. */
export interface ApiStage {
  readonly apiId: string;
  readonly arn: string;
  /** `stage prod of REST API a1b2c3d4e5` */
  readonly words: string;
}

const STAGE_ARN = /^arn:[\w-]+:apigateway:[\w-]+:\d*:\/restapis\/([^/]+)\/stages\/([^/]+)$/;

/** The stage in an (Associate|Disassociate)WebACL's resourceArn; undefined for load balancers and the rest. */
export function apiStageOf(event: TrailEvent): ApiStage | undefined {
  const [arn, apiId, stage] = STAGE_ARN.exec((filled(event.params, 'resourceArn') ?? '').slice(0, 1024)) ?? [];
  if (arn === undefined || apiId === undefined || stage === undefined) return undefined;
  return { apiId, arn, words: `stage ${stage} of REST API ${apiId}` };
}

/** A web ACL's name from its ARN (`…:regional/webacl/NAME/ID`), or the text as it is. */
export function aclName(arn: string): string {
  return /webacl\/([^/]+)/.exec(arn.slice(0, 1024))?.[1] ?? arn;
}

/** What a wafv2 call names: `web ACL edge`, by name, else by id. */
export function aclOf(event: TrailEvent): string {
  const name = filled(event.params, 'name') ?? filled(event.params, 'id') ?? filled(event.params, 'webACLId');
  return `web ACL ${name ?? '(unknown)'}`;
}

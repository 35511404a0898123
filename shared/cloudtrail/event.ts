import { type ApiCall, apiCallOf, requestedApi } from './apigateway.ts';
import { cut, type Fields, fields, fieldsOrJson, filled, flag, text } from './field.ts';
import { type Operation, operationIn, READ_VERB } from './operation.ts';
import { type CallError, deniedAttempt, errorOf, type Outcome, outcomeOf } from './outcome.ts';
import { NOWHERE, type Place, type Places } from './place.ts';
import { type Principal, principalOf } from './principal.ts';
import type { RawRecord } from './read.ts';
import { redact } from './redact.ts';

/** Longest header text kept; CloudTrail's own limit for userAgent is 1 KB (quirk 8). */
export const MAX_HEADER = 1024;

/**
 * A record understood. Fields are worked out when first asked for, because most events interest nobody.
 * Request, response and additional fields come redacted: no detection ever sees a secret.
 */
export class TrailEvent {
  readonly raw: RawRecord;
  readonly id: string;
  /** 1 for an UPDATED_DATA addendum, which replaces revision 0. */
  readonly revision: number;
  /** eventTime in ms since 1970. */
  readonly time: number;
  /** `iam` for `iam.amazonaws.com`. */
  readonly service: string;
  /** eventName without the API date that Lambda's names carry (`AddPermission20150331v2` -> `AddPermission`). */
  readonly name: string;
  /** The account whose log this is: recipientAccountId. */
  readonly account: string;

  readonly #places: Places;

  /** `operation`: what `operationIn` makes of the record, where the caller knows it already. */
  constructor(
    raw: RawRecord,
    id: string,
    revision: number,
    time: number,
    operation: Operation = operationIn(raw),
    places: Places = NOWHERE,
  ) {
    this.#places = places;
    this.raw = raw;
    this.id = id;
    this.revision = revision;
    this.time = time;
    this.service = operation.service;
    this.name = operation.name;
    this.account = accountIn(raw);
  }

  get region(): string {
    return header(this.raw.awsRegion, 'unknown');
  }
  get ip(): string {
    return header(this.raw.sourceIPAddress, 'unknown');
  }
  /** Where the address is; undefined when no file tells. */
  get place(): Place | undefined {
    return this.#places(this.ip);
  }
  get userAgent(): string {
    return header(this.raw.userAgent, 'unknown');
  }
  /** Ties the same act in the caller's and the owner's account together (quirk 22). */
  get sharedId(): string | undefined {
    return filled(this.raw.sharedEventID);
  }
  /** The AWS service that made the call for the principal, if any. */
  get invokedBy(): string | undefined {
    return filled(this.raw.userIdentity, 'invokedBy');
  }
  /** userIdentity.type as written; undefined in some service events (quirk 2). */
  get identityType(): string | undefined {
    return filled(this.raw.userIdentity, 'type');
  }
  /**
   * undefined when the record doesn't say, which is not the same as no (quirk 4). A sign-in says it elsewhere and in other words
   * (quirk 11). Sessions that come from another identity provider say no whatever the person did there.
   */
  get mfa(): boolean | undefined {
    const inSession = flag(this.raw.userIdentity, 'sessionContext', 'attributes', 'mfaAuthenticated');
    if (inSession !== undefined) return inSession || !this.principal.peers.startsWith('sso:') ? inSession : undefined;
    if (this.service !== 'signin' || !/^(IAMUser|Root)$/.test(this.identityType ?? '')) return undefined;
    const used = text(this.additional, 'MFAUsed')?.toLowerCase();
    return used === 'yes' ? true : used === 'no' ? false : undefined;
  }
  /** Console sessions are marked; their user agent is the browser's (quirk 30). */
  get viaConsole(): boolean {
    return (
      flag(this.raw.sessionCredentialFromConsole) === true ||
      this.invokedBy === 'signin.amazonaws.com' ||
      / ?console\.amazonaws\.com/.test(this.userAgent)
    );
  }
  get readOnly(): boolean {
    return flag(this.raw.readOnly) ?? READ_VERB.test(this.name);
  }
  /** Same session for the console, CLI and SDK calls of one set of temporary credentials. */
  get accessKeyId(): string | undefined {
    return filled(this.raw.userIdentity, 'accessKeyId');
  }

  get error(): CallError | undefined {
    return errorOf(this.raw);
  }

  get outcome(): Outcome {
    this.#outcome ??= outcomeOf(this.error);
    return this.#outcome;
  }
  #outcome: Outcome | undefined;

  /** What a denied call wanted, from its message (quirk 10). */
  get attempt(): { action: string; resource?: string } | undefined {
    return this.error === undefined ? undefined : deniedAttempt(this.error.message);
  }

  get principal(): Principal {
    this.#principal ??= principalOf(this.raw.userIdentity, this.account);
    return this.#principal;
  }
  #principal: Principal | undefined;

  /** requestParameters; empty when null. Cognito's hosted UI hides them in additionalEventData (quirk 27). */
  get params(): Fields {
    this.#params ??= this.#redacted(this.raw.requestParameters ?? this.#hostedUiParams());
    return this.#params;
  }
  #params: Fields | undefined;

  /** responseElements; for many API Gateway operations the whole new state. */
  get response(): Fields {
    this.#response ??= this.#redacted(this.raw.responseElements);
    return this.#response;
  }
  #response: Fields | undefined;

  get additional(): Fields {
    this.#additional ??= this.#redacted(this.raw.additionalEventData);
    return this.#additional;
  }
  #additional: Fields | undefined;

  /** The request was too large to be logged (quirk 13): the response is all there is. */
  get omitted(): boolean {
    return flag(this.params, 'omitted') === true;
  }

  /** The call as API Gateway understands it, or the API that was called; undefined for other services. */
  get api(): ApiCall | undefined {
    if (this.service === 'execute-api' || this.service === 'aws-waf-logs')
      return requestedApi(fields(this.raw.requestParameters));
    if (this.service !== 'apigateway') return undefined;
    this.#api ??= apiCallOf(this.name, this.params, this.response);
    return this.#api;
  }
  #api: ApiCall | undefined;

  #redacted(value: unknown): Fields {
    return fields(redact(fieldsOrJson(value), `${this.service}:${this.name}`));
  }

  #hostedUiParams(): unknown {
    return this.service === 'cognito-idp' ? fieldsOrJson(this.raw.additionalEventData)['requestParameters'] : undefined;
  }
}

/** The account whose log holds the record. Asked for every event, so the usual case is told first. */
export function accountIn(raw: RawRecord): string {
  const recipient = raw.recipientAccountId;
  if (typeof recipient === 'string' && recipient !== '') return recipient;
  return filled(recipient) ?? filled(raw.userIdentity, 'accountId') ?? 'unknown';
}

function header(value: unknown, otherwise: string): string {
  return cut(filled(value) ?? otherwise, MAX_HEADER);
}

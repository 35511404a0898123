import { type Served, serve } from './aws-local.ts';

/** A CloudTrail that knows events of one region and answers LookupEvents (and STS) as AWS does: AWS JSON 1.1, newest first. */
export async function startHistory(events: readonly Known[]): Promise<History> {
  const seen: Lookup[] = [];
  const state: { refuse: (count: number) => { status: number; code: string } | undefined } = {
    refuse: () => undefined,
  };
  const server = await serve((incoming, outgoing) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      const json = (status: number, value: unknown): void => {
        outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        outgoing.end(JSON.stringify(value));
      };
      if (body.includes('Action=GetCallerIdentity')) {
        outgoing.writeHead(200, { 'content-type': 'text/xml' });
        outgoing.end(CALLER);
        return;
      }
      const target = String(incoming.headers['x-amz-target']);
      if (!target.endsWith('CloudTrail_20131101.LookupEvents'))
        return json(400, { __type: `UnknownOperation ${target}` });
      const lookup = JSON.parse(body) as Lookup;
      seen.push(lookup);
      const refusal = state.refuse(seen.length);
      if (refusal !== undefined) return json(refusal.status, { __type: refusal.code, message: 'Rate exceeded' });
      json(200, pageOf(events, lookup));
    });
  });
  return {
    ...server,
    seen,
    refuse: (refuse) => {
      seen.length = 0;
      state.refuse = refuse;
    },
  };
}

export interface History extends Served {
  readonly seen: readonly Lookup[];
  /** From now on; forgets what was seen. `count`: of the lookup, from 1. */
  refuse(refuse: (count: number) => { status: number; code: string } | undefined): void;
}

/** Times in seconds, as AWS JSON has them. */
interface Lookup {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MaxResults: number;
  readonly NextToken?: string;
}

export interface Known {
  readonly id: string;
  /** ms */
  readonly time: number;
  readonly record: Readonly<Record<string, unknown>>;
}

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/reader</Arn><UserId>AIDAEXAMPLE</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

function pageOf(events: readonly Known[], { StartTime, EndTime, MaxResults, NextToken }: Lookup): unknown {
  const asked = events
    .filter(({ time }) => time >= StartTime * 1000 && time <= EndTime * 1000)
    .sort((a, b) => b.time - a.time);
  const from = Number(NextToken ?? 0);
  const to = from + MaxResults;
  return {
    Events: asked.slice(from, to).map(({ id, time, record }) => ({
      EventId: id,
      EventTime: time / 1000,
      EventName: record['eventName'],
      CloudTrailEvent: JSON.stringify(record),
    })),
    ...(to < asked.length && { NextToken: String(to) }),
  };
}

import type { Call, Fields } from '../record.ts';

export const call = (
  service: string,
  name: string,
  request: Fields | null = null,
  response: Fields | null = null,
): Call => ({ service, name, request, response });

export const whoAmI: Call = call('sts', 'GetCallerIdentity');

/** A policy document as IAM's requests carry it. */
export const allow = (actions: readonly string[], resource: string, conditions?: Fields): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: actions, Resource: resource, ...(conditions ? { Condition: conditions } : {}) },
    ],
  });

/** Who may assume a role: a service of AWS. */
export const trustService = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

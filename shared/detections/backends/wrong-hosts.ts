import type { TrailEvent } from '../../cloudtrail/event.ts';
import type { Severity } from '../severity.ts';
import { definitionText } from './definition.ts';
import { type Host, hostOf } from './host.ts';
import { urisSet } from './integration.ts';

export const WORDS: Readonly<Record<NonNullable<Host['kind']>, string>> = {
  metadata: 'a link-local address, where clouds keep credentials',
  address: 'a bare IP address',
  private: 'a private address, without a VPC link',
  tunnel: 'a host name that anyone can borrow',
};
const URL_IN_DEFINITION = /\buri["']?\s{0,9}:\s{0,9}["']?(https?:\/\/[^"'\s]{1,300})/gi;

/** A host that anyone may hold is high. A plain name without TLS is common for old backends: somebody on the way could read. */
export function severityOf({ kind }: Host): Severity {
  return kind === undefined || kind === 'private' ? 'medium' : 'high';
}

/** The backends of a call that are wrong: of a definition only those that no old template has. */
export function wrongHosts(event: TrailEvent): Host[] {
  const written = urisSet(event).map(hostOf);
  const text = definitionText(event);
  const matches = text === undefined ? [] : [...text.matchAll(URL_IN_DEFINITION)];
  const inText = matches
    .map(([, url]) => hostOf(url ?? ''))
    .filter((host) => host !== undefined && severityOf(host) === 'high');
  return [...written, ...inText]
    .filter((host) => host !== undefined)
    .filter(({ encrypted, kind }) => !encrypted || kind !== undefined);
}

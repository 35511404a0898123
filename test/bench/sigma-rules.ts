import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileSigma, type SigmaRules } from '../../shared/detections/sigma/compile.ts';

/** Operations by event source, for names as rules really have them. */
const lines = readFileSync(fileURLToPath(new URL('../operations/operations.txt', import.meta.url)), 'utf8').split('\n');
const operations = lines
  .filter((line) => line !== '' && !line.startsWith('#'))
  .flatMap((line) => {
    const [source = '', names = ''] = line.split(': ');
    return names.split(' ').map((name) => ({ source: `${source}.amazonaws.com`, name }));
  });

/** Conditions of one made-up rule: most name an operation and ask for more, few name none; like public rules, they seldom hold. */
function detectionOf(nth: number): Record<string, unknown> {
  const { source, name } = operations[(nth * 7919) % operations.length] ?? { source: '', name: '' };
  const operation = { eventSource: source, eventName: name };
  switch (nth % 20) {
    case 0:
    case 1:
      return { selection: { ...operation, errorCode: 'AccessDenied' }, condition: 'selection' };
    case 2:
      return { selection: { ...operation, 'userAgent|contains': ['sqlmap', `tool-${nth}`] }, condition: 'selection' };
    case 3:
      return {
        selection: { eventSource: source, 'eventName|startswith': name.slice(0, 8) },
        refused: { errorCode: 'AccessDenied' },
        condition: 'selection and refused',
      };
    case 4:
      return { selection: { 'userAgent|contains': `made-up-scanner-${nth}` }, condition: 'selection' };
    default:
      return {
        selection: { ...operation, 'requestParameters.name|contains': ['public', `made-up-${nth}`] },
        filter: { 'userIdentity.arn|contains': `role/allowed-${nth}` },
        condition: 'selection and not filter',
      };
  }
}

/** So many Sigma rules, seeded by their number. */
export function madeUpSigmaRules(count: number): SigmaRules {
  return compileSigma(
    Array.from({ length: count }, (_, nth) => [
      {
        file: `made-up-${nth}.yml`,
        index: 0,
        of: 1,
        lineOf: () => 1,
        value: {
          title: `Made-up rule ${nth}`,
          logsource: { product: 'aws', service: 'cloudtrail' },
          detection: detectionOf(nth),
          level: 'low',
        },
      },
    ]),
  );
}

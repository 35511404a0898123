import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, text } from '../../cloudtrail/field.ts';
import { segments } from '../../cloudtrail/patch.ts';
import { isVerb } from '../../settings/patched.ts';

const LEVEL = '/*/*/logging/loglevel';

/** For which methods or routes the call switches the execution log off: by its level, or with all that a method has set. */
export function silenced(event: TrailEvent): string[] {
  const { api } = event;
  if (api === undefined) return [];
  const isOff = (settings: unknown): boolean => text(settings, 'loggingLevel')?.toUpperCase() === 'OFF';
  if (event.omitted)
    return Object.entries(fields(api.state['methodSettings'])).flatMap(([method, settings]) =>
      isOff(settings) ? [method] : [],
    );
  if (api.version === 1) {
    const last = new Map<string, boolean>();
    for (const { op, path, value } of api.patched(LEVEL, '/*/*')) {
      const [resource = '', verb = '', group] = segments(path);
      const whole = group === undefined;
      if (whole && (op !== 'remove' || !isVerb(verb))) continue;
      if (op !== 'test') last.set(methodWords(resource, verb), op === 'remove' || value?.toUpperCase() === 'OFF');
    }
    return [...last].flatMap(([method, off]) => (off ? [method] : []));
  }
  const routes = Object.entries(fields(at(api.input, 'routeSettings'))).filter(([, settings]) => isOff(settings));
  const byDefault = isOff(at(api.input, 'defaultRouteSettings')) ? ['all routes'] : [];
  return [...byDefault, ...routes.map(([route]) => `route ${route}`)];
}

function methodWords(resource: string, verb: string): string {
  return resource === '*' && verb === '*' ? 'all methods' : `${verb} ${resource}`;
}

import type { TrailEvent } from '../cloudtrail/event.ts';
import { at, fields, filled, text } from '../cloudtrail/field.ts';
import type { Setting } from './setting.ts';

const MEMBERS = ['throttlingRateLimit', 'throttlingBurstLimit', 'loggingLevel'] as const;

/** What a v2 call sets for single routes of a stage; DeleteRouteSettings takes it away from one route. */
export function routeSettings(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call?.version !== 2 || call.apiId === undefined || call.stage === undefined) return [];
  const stage = `${call.apiId}/${call.stage}`;
  if (event.name === 'DeleteRouteSettings') {
    const route = routeOf(event);
    return route === undefined ? [] : MEMBERS.map((member) => setting(stage, route, member, ''));
  }
  if (event.name !== 'CreateStage' && event.name !== 'UpdateStage') return [];
  return Object.entries(fields(at(call.input, 'routeSettings'))).flatMap(([route, settings]) =>
    MEMBERS.flatMap((member) => {
      const value = text(settings, member);
      return value === undefined ? [] : [setting(stage, route, member, value)];
    }),
  );
}

/** The route of a call that has it in its path, where CloudTrail leaves it escaped as it does the stage. */
export function routeOf(event: TrailEvent): string | undefined {
  const route = filled(event.params, 'routeKey');
  if (route === undefined || !route.includes('%')) return route;
  try {
    return decodeURIComponent(route);
  } catch {
    return route;
  }
}

function setting(stage: string, route: string, member: string, value: string): Setting {
  return { name: `apigateway.stage.routeSettings.${member}`, of: `${stage}|${route}`, value };
}

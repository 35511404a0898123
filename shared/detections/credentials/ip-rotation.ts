import type { TrailEvent } from '../../cloudtrail/event.ts';
import { at, fields, filled, text } from '../../cloudtrail/field.ts';
import { definitionText } from '../backends/definition.ts';

/** What API Gateway is told to make of the caller's address; every request leaves from another address of AWS. */
const FORWARDED = 'integration.request.header.x-forwarded-for';
/** The header that the well-known tools take the made-up address from. */
const TOOLS_HEADER = /x-my-x-forwarded-for/i;
/** The names that the tools give APIs and stages: FireProx, requests-ip-rotator, IP Rotate for Burp. */
const API_NAME = /^fireprox_| - IP Rotate API(?: \(Manual Deletion Required\))?$|^BurpAPI$/;
const STAGE_NAME = /^(?:fireprox|ProxyStage|burpendpoint)$/;

/** In words, what shows that an API only serves to send requests from changing addresses; `sure`: the mark of a known tool. */
interface RotationSign {
  readonly sign: string;
  readonly sure: boolean;
}

export function rotationSign(event: TrailEvent): RotationSign | undefined {
  const { api } = event;
  if (api === undefined) return undefined;
  if (event.name === 'CreateDeployment') {
    const stage = filled(api.input, 'stageName');
    return stage !== undefined && STAGE_NAME.test(stage)
      ? { sign: `its stage is called ${stage}`, sure: true }
      : undefined;
  }
  if (/RestApi$/.test(event.name)) return inApi(event);
  return inParameters(fields(at(api.input, 'requestParameters')));
}

function inApi(event: TrailEvent): RotationSign | undefined {
  const name = filled(event.api?.input, 'name') ?? filled(event.api?.state, 'name') ?? '';
  if (API_NAME.test(name)) return { sign: `it is called ${name}`, sure: true };
  const definition = definitionText(event);
  return definition !== undefined && TOOLS_HEADER.test(definition)
    ? { sign: 'its definition has the header X-My-X-Forwarded-For', sure: true }
    : undefined;
}

/** Of a method: which headers it takes. Of an integration: which header of the request becomes which of the backend's. */
function inParameters(parameters: Readonly<Record<string, unknown>>): RotationSign | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const source = text(value) ?? '';
    if (TOOLS_HEADER.test(name) || TOOLS_HEADER.test(source))
      return { sign: 'it takes the header X-My-X-Forwarded-For', sure: true };
    const taken = /^method\.request\.(?:header|querystring)\.(.+)$/i.exec(source)?.[1];
    if (name.toLowerCase() === FORWARDED && taken !== undefined && taken.toLowerCase() !== 'x-forwarded-for')
      return { sign: `callers choose the address that the backend sees, in ${taken}`, sure: false };
  }
  return undefined;
}

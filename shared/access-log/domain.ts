const DEFAULT_ENDPOINT = /^([a-z0-9-]+)\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com|api\.aws)/;
const LONGEST = 255;

/** The API and region in the host of a default endpoint, `a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com`; undefined for others. */
export function defaultEndpoint(domain: string): { readonly apiId: string; readonly region: string } | undefined {
  if (domain.length > LONGEST || !domain.includes('.execute-api.')) return undefined;
  const [, apiId, region] = DEFAULT_ENDPOINT.exec(domain) ?? [];
  return apiId === undefined || region === undefined ? undefined : { apiId, region };
}

import type { RestApi } from '../account.ts';
import type { Call, Fields } from '../record.ts';

/**
 * Calls of the REST API side of API Gateway (v1): the body in `<operation>Input`, path labels beside it, `template` always
 * there, and answers that are the whole new state with links in between (spec/detections.md 1.1).
 */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: string;
}

const service = 'apigateway';
const link = (labels: Fields): Fields => ({ ...labels, template: false });
export const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });

/** Reads and deletions name what they act on and nothing else. */
export const restCall = (name: string, labels: Fields = {}): Call => ({ service, name, request: link(labels) });

export function updateStage(api: RestApi, patchOperations: readonly PatchOperation[], state: Fields = {}): Call {
  const labels = { restApiId: api.restApiId, stageName: api.stage };
  return {
    service,
    name: 'UpdateStage',
    dated: 'lastUpdatedDate',
    request: { ...labels, updateStageInput: { patchOperations }, template: false },
    response: {
      stageUpdate: link(labels),
      stageName: api.stage,
      cacheClusterStatus: 'NOT_AVAILABLE',
      tracingEnabled: false,
      methodSettings: {},
      cacheClusterEnabled: false,
      ...state,
      stageDelete: link(labels),
      self: link(labels),
    },
  };
}

export function updateMethod(
  api: RestApi,
  httpMethod: string,
  patchOperations: readonly PatchOperation[],
  state: Fields,
): Call {
  const labels = { restApiId: api.restApiId, resourceId: api.resourceId, httpMethod };
  return {
    service,
    name: 'UpdateMethod',
    request: { ...labels, updateMethodInput: { patchOperations }, template: false },
    response: {
      httpMethod,
      apiKeyRequired: false,
      methodDelete: link(labels),
      methodUpdate: link(labels),
      ...state,
      self: { ...link(labels), name: httpMethod, title: httpMethod },
    },
  };
}

/** A method behind the API's authorizer, unless said otherwise. */
export function putMethod(api: RestApi, resourceId: string, httpMethod: string, authorizationType = 'CUSTOM'): Call {
  const authorizerId = authorizationType === 'CUSTOM' ? { authorizerId: api.authorizerId } : {};
  const labels = { restApiId: api.restApiId, resourceId, httpMethod };
  const input = { apiKeyRequired: false, authorizationType, ...authorizerId, requestParameters: {} };
  return {
    service,
    name: 'PutMethod',
    request: { ...labels, putMethodInput: input, template: false },
    response: { httpMethod, ...input, methodPut: link(labels), self: link(labels) },
  };
}

export function putIntegration(api: RestApi, resourceId: string, httpMethod: string, uri: string): Call {
  const labels = { restApiId: api.restApiId, resourceId, httpMethod };
  const input = { httpMethod: 'POST', type: 'AWS_PROXY', uri, timeoutInMillis: 29000 };
  return {
    service,
    name: 'PutIntegration',
    request: { ...labels, putIntegrationInput: input, template: false },
    response: { ...input, passthroughBehavior: 'WHEN_NO_MATCH', self: link(labels) },
  };
}

export function createResource(api: RestApi, id: string, pathPart: string): Call {
  const labels = { restApiId: api.restApiId, parentId: api.rootResourceId };
  const response = { id, parentId: api.rootResourceId, pathPart, path: `/${pathPart}`, self: link({ resourceId: id }) };
  return {
    service,
    name: 'CreateResource',
    request: { ...labels, createResourceInput: { pathPart }, template: false },
    response,
  };
}

export function updateIntegration(
  api: RestApi,
  httpMethod: string,
  patchOperations: readonly PatchOperation[],
  uri: string,
): Call {
  const labels = { resourceId: api.resourceId, httpMethod, restApiId: api.restApiId };
  return {
    service,
    name: 'UpdateIntegration',
    request: { ...labels, updateIntegrationInput: { patchOperations }, template: false },
    response: {
      type: 'AWS_PROXY',
      timeoutInMillis: 29000,
      httpMethod: 'POST',
      integrationDelete: link(labels),
      cacheKeyParameters: [],
      passthroughBehavior: 'WHEN_NO_MATCH',
      responseTransferMode: 'BUFFERED',
      cacheNamespace: api.resourceId,
      integrationUpdate: link(labels),
      uri,
      self: link(labels),
    },
  };
}

export function updateRestApi(api: RestApi, patchOperations: readonly PatchOperation[], policy?: string): Call {
  const labels = { restApiId: api.restApiId };
  return {
    service,
    name: 'UpdateRestApi',
    request: { ...labels, updateRestApiInput: { patchOperations }, template: false },
    response: {
      apiStatus: 'AVAILABLE',
      restapiUpdate: link(labels),
      restapiDelete: link(labels),
      rootResourceId: api.rootResourceId,
      endpointConfiguration: { ipAddressType: 'ipv4', types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
      name: api.name,
      id: api.restApiId,
      createdDate: '2025-03-11T09:12:44Z',
      // API Gateway hands a policy back with its quotes escaped once more.
      ...(policy === undefined ? {} : { policy: policy.replaceAll('"', '\\"') }),
      disableExecuteApiEndpoint: false,
      apiKeySource: 'HEADER',
      self: link(labels),
    },
  };
}

/** `stageName` is empty when the stage is moved by a later UpdateStage, as Terraform does. */
export function createDeployment(api: RestApi, id: string, stageName: string, description = ''): Call {
  const labels = { restApiId: api.restApiId, deploymentId: id };
  return {
    service,
    name: 'CreateDeployment',
    dated: 'createdDate',
    request: { restApiId: api.restApiId, createDeploymentInput: { stageName, description }, template: false },
    response: { id, deploymentUpdate: link(labels), deploymentDelete: link(labels), self: link(labels) },
  };
}

import type { RestApi } from './organisation.ts';
import type { Call, Fields } from './record.ts';

/**
 * Calls of the REST API side of API Gateway (v1): the body in `<operation>Input`, path labels beside it,
 * `template` always there, and answers that are the whole new state with links in between.
 */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: string;
}

const service = 'apigateway';
/** What an answer links to, by its path labels; requests carry the same. */
export const link = (labels: Fields): Fields => ({ ...labels, template: false });
const patch = (operations: readonly PatchOperation[]): Fields => ({
  patchOperations: operations.map(({ op, path, value }) => (value === undefined ? { op, path } : { op, path, value })),
});

/** Reads and deletions name what they act on and nothing else. */
export const restCall = (name: string, labels: Fields = {}): Call => ({ service, name, request: link(labels) });

export function updateStage(api: RestApi, operations: readonly PatchOperation[], state: Fields = {}): Call {
  const labels = { restApiId: api.restApiId, stageName: api.stage };
  return {
    service,
    name: 'UpdateStage',
    dated: 'lastUpdatedDate',
    request: { ...labels, updateStageInput: patch(operations), template: false },
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
  operations: readonly PatchOperation[],
  state: Fields,
): Call {
  const labels = { restApiId: api.restApiId, resourceId: api.resourceId, httpMethod };
  return {
    service,
    name: 'UpdateMethod',
    request: { ...labels, updateMethodInput: patch(operations), template: false },
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

export function updateIntegration(
  api: RestApi,
  httpMethod: string,
  operations: readonly PatchOperation[],
  uri: string,
): Call {
  const labels = { resourceId: api.resourceId, httpMethod, restApiId: api.restApiId };
  return {
    service,
    name: 'UpdateIntegration',
    request: { ...labels, updateIntegrationInput: patch(operations), template: false },
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

export function updateRestApi(api: RestApi, operations: readonly PatchOperation[], policy?: string): Call {
  const labels = { restApiId: api.restApiId };
  return {
    service,
    name: 'UpdateRestApi',
    request: { ...labels, updateRestApiInput: patch(operations), template: false },
    response: {
      apiStatus: 'AVAILABLE',
      restapiUpdate: link(labels),
      restapiDelete: link(labels),
      rootResourceId: api.rootResourceId,
      endpointConfiguration: { ipAddressType: 'ipv4', types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
      name: api.name,
      id: api.restApiId,
      createdDate: api.createdDate,
      // API Gateway hands a policy back with its quotes escaped once more.
      ...(policy === undefined ? {} : { policy: policy.replaceAll('"', '\\"') }),
      disableExecuteApiEndpoint: false,
      apiKeySource: 'HEADER',
      self: link(labels),
    },
  };
}

/** `stageName` is empty when the stage is moved by a later UpdateStage, as Terraform does. */
export function createDeployment(api: RestApi, id: string, input: Fields): Call {
  const labels = { restApiId: api.restApiId, deploymentId: id };
  return {
    service,
    name: 'CreateDeployment',
    dated: 'createdDate',
    request: { restApiId: api.restApiId, createDeploymentInput: input, template: false },
    response: {
      id,
      deploymentUpdate: link(labels),
      deploymentStages: { ...link(labels), templateSkipList: ['position'] },
      deploymentDelete: link(labels),
      self: link(labels),
    },
  };
}

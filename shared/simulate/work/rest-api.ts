import { link, type PatchOperation } from '../../sample/rest-api.ts';
import type { RestApi } from '../account.ts';
import type { Call } from '../record.ts';

export { restCall, updateIntegration, updateMethod, updateRestApi, updateStage } from '../../sample/rest-api.ts';

const service = 'apigateway';
export const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });

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

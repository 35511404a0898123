import { describe, expect, it } from 'vitest';
import { TrailEvent } from '../../shared/cloudtrail/event.ts';
import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { httpApi, patch } from '../../shared/detections/example.ts';
import { AUTO_DEPLOY } from '../../shared/settings/auto-deploy.ts';
import { settingsOf } from '../../shared/settings/index.ts';

const apiId = 'h1j2k3l4m5';
const told = (record: RawRecord) =>
  settingsOf(new TrailEvent(record, 'e', 0, 0))
    .filter(({ name }) => name === AUTO_DEPLOY)
    .map(({ of, value }) => `${of}: ${value}`);

describe('autoDeploySettings', () => {
  it('is told by the request of a stage, and by the answer first', () => {
    const update = { apiId, stageName: '%24default', autoDeploy: true };
    expect(told(httpApi('UpdateStage', update))).toEqual([`${apiId}: $default`]);
    expect(told(httpApi('UpdateStage', update, { response: { autoDeploy: false } }))).toEqual([`${apiId}: `]);
    expect(told(httpApi('CreateStage', { apiId, stageName: 'dev' }, { response: { autoDeploy: true } }))).toEqual([
      `${apiId}: dev`,
    ]);
  });
  it('is not told by a stage whose request and answer leave it out', () => {
    expect(told(httpApi('UpdateStage', { apiId, stageName: 'dev', description: 'x' }))).toEqual([]);
  });
  it('is on after quick create', () => {
    const target = 'arn:aws:lambda:eu-central-1:111111111111:function:orders';
    const create = { name: 'orders', protocolType: 'HTTP' };
    expect(told(httpApi('CreateApi', { ...create, target }, { response: { apiId } }))).toEqual([`${apiId}: $default`]);
    expect(told(httpApi('CreateApi', create, { response: { apiId } }))).toEqual([]);
  });
  it('is over when a stage is deleted', () => {
    expect(told(httpApi('DeleteStage', { apiId, stageName: 'dev' }))).toEqual([`${apiId}: `]);
  });
  it('is not told of REST APIs, which have no such thing, nor by a failed call', () => {
    expect(told(patch('UpdateStage', { restApiId: 'a1b2c3d4e5', stageName: 'prod' }, []))).toEqual([]);
    const refused = { error: { code: 'ConflictException' } };
    expect(told(httpApi('CreateStage', { apiId, stageName: 'dev', autoDeploy: true }, refused))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Sequence } from '../../shared/detections/define.ts';
import { httpApi, iamUser, person, record } from '../../shared/detections/example.ts';
import { call, live, sequence } from './stories.ts';

describe('what joins the steps', () => {
  const pair = (key: Sequence['key']) =>
    sequence({
      key,
      steps: [
        { title: 'one', detections: ['one'] },
        { title: 'two', detections: ['two'] },
      ],
    });

  it('is who acted', async () => {
    const by = iamUser('mallory');
    expect(await live([[call('One', 0, {}, { by }), call('Two', 1, {}, { by })]], pair('principal'))).toHaveLength(1);
    expect(await live([[call('One', 0, {}, { by }), call('Two', 1, {}, { by: person() })]], pair('principal'))).toEqual(
      [],
    );
  });

  it('is who assumed the role that acted', async () => {
    const by = iamUser('mallory', 'AKIAEXAMPLEEXAMPLE05');
    const session = { ...person(), accessKeyId: 'ASIAEXAMPLEEXAMPLE06' };
    const assume = record('sts', 'AssumeRole', {
      minute: 1,
      by,
      response: { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE06' } },
    });
    const files = [[call('One', 0, {}, { by }), { ...assume, eventID: 'assume' }, call('Two', 2, {}, { by: session })]];
    expect(await live(files, pair('principal'))).toMatchObject([{ origin: { name: 'mallory' } }]);
  });

  it('is the account, and not another one', async () => {
    const elsewhere = { account: '222222222222' };
    expect(await live([[call('One', 0, {}, elsewhere), call('Two', 1, {}, elsewhere)]], pair('account'))).toHaveLength(
      1,
    );
    expect(await live([[call('One', 0), call('Two', 1, {}, elsewhere)]], pair('account'))).toEqual([]);
  });

  it('is the thing it was done to', async () => {
    expect(
      await live([[call('One', 0, { target: 'x' }), call('Two', 1, { target: 'x' })]], pair('target')),
    ).toHaveLength(1);
    expect(await live([[call('One', 0, { target: 'x' }), call('Two', 1, { target: 'y' })]], pair('target'))).toEqual(
      [],
    );
  });

  it('is an API, also one of several that a match names', async () => {
    const one = call('One', 0, { apis: ['api1', 'api2'] });
    expect(await live([[one, call('Two', 1, { apis: ['api2'] })]], pair('api'))).toMatchObject([
      { event: { api: 'api2' } },
    ]);
    expect(await live([[one, call('Two', 1, { apis: ['api3'] })]], pair('api'))).toEqual([]);
    expect(await live([[call('One', 0), call('Two', 1)]], pair('api'))).toEqual([]);
  });

  it('is the API of an API Gateway call itself', async () => {
    const of = sequence({
      key: 'api',
      steps: [
        { title: 'one', detections: ['one'] },
        { title: 'called', on: { source: 'apigateway', names: ['CreateDeployment'] } },
      ],
    });
    const deploy = (apiId: string) => ({ ...httpApi('CreateDeployment', { apiId }, { minute: 1 }), eventID: apiId });
    expect(await live([[call('One', 0, { apis: ['api1'] }), deploy('api1')]], of)).toHaveLength(1);
    expect(await live([[call('One', 0, { apis: ['api1'] }), deploy('api2')]], of)).toEqual([]);
  });
});

import { filled } from '../../cloudtrail/field.ts';
import { CERTIFICATE_OF } from '../../settings/client-certificate.ts';
import { defineDetection } from '../define.ts';
import { type Difference, httpApi, patch, restApi } from '../example.ts';
import { asked } from './asked.ts';

const stage = { restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const MEMBER = '/clientCertificateId';
const show = (id: string, difference: Difference = {}) =>
  patch('UpdateStage', stage, [['replace', MEMBER, id]], difference);
const known = show('c1e2r3', { minute: -600 });
/** A stage of a WebSocket API without a certificate. */
const bare = (name: 'CreateStage' | 'UpdateStage', minute = 0) =>
  httpApi(name, { apiId: 'w1x2y3z4a5', stageName: 'prod', clientCertificateId: '' }, { minute });
const deleted = (difference: Difference = {}) =>
  restApi('DeleteClientCertificate', { clientCertificateId: 'c1e2r3' }, undefined, difference);

export default defineDetection({
  id: 'apigw-client-cert-removed',
  topic: 'T',
  title: 'Backend no longer shown a client certificate',
  severity: 'medium',
  attack: ['T1556'],
  why: 'The certificate is how a backend knows that a request came through the API and its checks. Taking it away is the step before a backend that answers anybody.',
  benign: ['The backend moves behind a VPC link', 'The certificate is replaced by another'],
  runbook: [
    'Ask {principal} how the backend of {resource} knows now that a request came through the API; the certificate was {before}.',
    'See the stages: aws apigateway get-stages --rest-api-id {api} --region {region} --query "item[].[stageName,clientCertificateId]"',
    'See whether the backend still asks for one: call it directly, past the API. It must refuse.',
    'If it was not meant: aws apigateway update-stage --rest-api-id {api} --stage-name STAGE --region {region} --patch-operations op=replace,path=/clientCertificateId,value=ID',
  ],
  on: { source: 'apigateway', names: ['UpdateStage', 'DeleteClientCertificate'] },
  match: (event) => {
    if (event.name === 'DeleteClientCertificate') {
      const id = filled(event.params, 'clientCertificateId') ?? '(unknown)';
      // Certificates run for a year: the old one is deleted whenever a new one is in place.
      return {
        severity: 'low',
        what: `deleted client certificate ${id}`,
        resource: `client certificate ${id}`,
        target: id,
      };
    }
    // Most stages have none, so that an answer without one says nothing.
    if (event.omitted || asked(event, 'clientCertificateId') !== '') return false;
    return { what: `took the client certificate off ${event.api?.resource}` };
  },
  state: {
    changed: {
      settings: ['apigateway.stage.clientCertificateId'],
      judge: ({ before }) => {
        if (before === undefined) return { reason: 'which certificate it was is not known' };
        return before === '' ? 'quiet' : { reason: `it was ${before}` };
      },
    },
    given: {
      setting: CERTIFICATE_OF,
      of: ({ name, params }) =>
        name === 'DeleteClientCertificate' ? filled(params, 'clientCertificateId') : undefined,
      still: {
        setting: 'apigateway.stage.clientCertificateId',
        of: (stageOfApi) => stageOfApi,
        says: (now, certificate) => now === certificate,
      },
      judge: (_newest, _severity, told) => ({
        severity: 'medium',
        reason: `still shown by ${told.map(({ value }) => `stage ${value}`).join(', ')}`,
        apis: [...new Set(told.map(({ value }) => value.slice(0, value.indexOf('/'))))].sort(),
      }),
    },
  },
  examples: () => ({
    fires: [
      { title: 'taken off a stage', severity: 'medium', records: [known, show('')] },
      {
        title: 'removed, nothing known',
        severity: 'medium',
        records: [patch('UpdateStage', stage, [['remove', MEMBER]])],
      },
      {
        title: 'off a stage of a WebSocket',
        severity: 'medium',
        records: [bare('UpdateStage')],
      },
      { title: 'deleted while a stage shows it', severity: 'medium', records: [known, deleted()] },
      {
        title: 'deleted after another took its place',
        severity: 'low',
        records: [known, show('c4e5r6', { minute: -60 }), deleted()],
      },
      { title: 'deleted, nothing known', severity: 'low', records: [deleted()] },
    ],
    quiet: [
      { title: 'another certificate', records: [known, show('c4e5r6')] },
      { title: 'there was none', records: [bare('CreateStage', -600), bare('UpdateStage')] },
      {
        title: 'off and on in one call',
        records: [
          patch('UpdateStage', stage, [
            ['remove', MEMBER],
            ['add', MEMBER, 'c4e5r6'],
          ]),
        ],
      },
      {
        title: 'another setting of a stage',
        records: [known, patch('UpdateStage', stage, [['replace', '/description', 'x']])],
      },
      { title: 'refused', records: [known, show('', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});

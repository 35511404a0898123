import { filled } from '../../cloudtrail/field.ts';
import { defineDetection } from '../define.ts';
import { burst, type Difference, iamUser, restApi } from '../example.ts';

const created = (name: string, difference: Difference = {}) =>
  restApi('CreateApiKey', {}, { name, enabled: false, generateDistinctId: false }, { by: iamUser(), ...difference });

/** The other half of the catalogue's row `apigw-api-key-spray-regions`: one region is enough where the name tells the tool. */
export default defineDetection({
  id: 'apigw-api-key-pacu',
  topic: 'C',
  title: 'API key made by an attack tool',
  severity: 'high',
  attack: ['T1098.001'],
  why: 'Pacu, a tool made for attacking AWS accounts, makes an API key of its own name in every region, to have a way back in.',
  benign: ['An authorised penetration test or exercise'],
  runbook: [
    'Ask {principal}, and whoever orders penetration tests, whether one was running at {time} from {ip}. If nobody knows, stop the credentials {key}.',
    'Find its keys, in every region: aws apigateway get-api-keys --name-query Pacu --region REGION --query "items[].[id,name,createdDate]"',
    'Delete them: aws apigateway delete-api-key --api-key ID --region REGION',
    'See all the credentials did: aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue={key} --start-time {time-6h} --end-time {time+6h}, in every region you use.',
  ],
  on: { source: 'apigateway', names: ['CreateApiKey'] },
  match: ({ api, region }) => {
    const name = filled(api?.input, 'name') ?? filled(api?.state, 'name');
    return name?.toLowerCase() === 'pacu' && { what: `made API key ${name} in ${region}`, resource: `API key ${name}` };
  },
  state: {
    // One in every region: the first is told.
    count: { subject: (event) => event.principal.key, atLeast: 1, withinMinutes: 60, noun: 'keys of that name' },
  },
  examples: () => ({
    fires: [
      { title: 'in one region', severity: 'high', records: [created('Pacu')] },
      {
        title: 'in three',
        severity: 'high',
        records: burst(3, (index, minute) => created('Pacu', { minute, region: `eu-west-${index + 1}` })),
      },
    ],
    quiet: [
      { title: 'a name that only begins so', records: [created('Pacuare tours')] },
      { title: 'refused', records: [created('Pacu', { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});

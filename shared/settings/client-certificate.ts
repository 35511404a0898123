import type { TrailEvent } from '../cloudtrail/event.ts';
import { filled } from '../cloudtrail/field.ts';
import { sets } from '../cloudtrail/patch.ts';
import type { Setting } from './setting.ts';

/** Which stages show a client certificate to their backends, as `API/STAGE`, by the certificate's id. */
export const CERTIFICATE_OF = 'apigateway.clientCertificate.stage';

/** Never taken back here: ask the stage's `clientCertificateId` whether it still holds. */
export function clientCertificateLinks(event: TrailEvent): Setting[] {
  const call = event.api;
  if (call?.apiId === undefined || call.stage === undefined || !/^(Create|Update)Stage$/.test(event.name)) return [];
  const of =
    filled(call.state, 'clientCertificateId') ??
    call.patched('/clientCertificateId').findLast(sets)?.value ??
    filled(call.input, 'clientCertificateId');
  return of === undefined ? [] : [{ name: CERTIFICATE_OF, of, value: `${call.apiId}/${call.stage}` }];
}

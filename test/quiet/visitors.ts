import type { RawRecord } from '../../shared/cloudtrail/read.ts';
import { accessLog, wafLog } from '../../shared/detections/example-access-log.ts';

const KEYS = ['key0001', 'key0002', 'key0003', 'key0004'];
const PATHS = ['/orders', '/orders/{id}', '/products', '/cart'];
const SCANNED = ['/.env', '/wp-login.php', '/admin', '/.git/config', '/actuator/health'];

/** A day of a public API: partners with keys, users with tokens, and the ordinary noise around them. */
export function visitorDay(day: number): RawRecord[] {
  const at = (hour: number, minute = 0): number => (day * 24 + hour - 10) * 60 + minute;
  const pick = <Item>(items: readonly Item[], index: number, otherwise: Item): Item =>
    items[index % items.length] ?? otherwise;
  const partners = Array.from({ length: 96 }, (_, index) =>
    accessLog({
      minute: at(0, index * 15),
      keyId: pick(KEYS, index, 'key0001'),
      ip: `198.51.100.${60 + (index % KEYS.length)}`,
      resource: pick(PATHS, index, '/orders'),
      bytes: 400 + ((index * 37) % 900),
    }),
  );
  const users = Array.from({ length: 120 }, (_, index) =>
    accessLog({
      minute: at(7, index * 7),
      user: `user-${(index + day * 3 + 90) % 40}`,
      ip: `192.0.2.${100 + ((index * 7 + day + 30) % 90)}`,
      resource: pick(PATHS, index, '/cart'),
      ...(index % 24 === 5 ? { status: 401, type: 'UNAUTHORIZED' } : {}),
      ...(index % 30 === 7 ? { status: 403, type: 'ACCESS_DENIED' } : {}),
      ...(index % 20 === 3 ? { status: 404 } : {}),
    }),
  );
  // A client that never got its new token, and tries again each half hour.
  const expired = Array.from({ length: 48 }, (_, index) =>
    accessLog({ minute: at(0, index * 30), user: 'user-7', ip: '192.0.2.99', status: 403, type: 'EXPIRED_TOKEN' }),
  );
  // A key that was taken back; its owner's program goes on.
  const invalid = Array.from({ length: 24 }, (_, index) =>
    accessLog({ minute: at(index, 20), ip: '198.51.100.70', status: 403, type: 'INVALID_API_KEY' }),
  );
  const scanners = SCANNED.map((path, index) =>
    accessLog({
      minute: at(3 + index * 4),
      ip: `203.0.113.${200 + ((index + day + 40) % 50)}`,
      resource: path,
      status: 403,
      type: 'MISSING_AUTHENTICATION_TOKEN',
    }),
  );
  const throttled = Array.from({ length: 4 }, (_, index) =>
    accessLog({ minute: at(14) + index / 10, keyId: 'key0002', ip: '198.51.100.61', status: 429, type: 'THROTTLED' }),
  );
  const blocked = Array.from({ length: 10 }, (_, index) =>
    wafLog({
      minute: at(2 * index, 5),
      action: index % 3 === 0 ? 'BLOCK' : 'ALLOW',
      ip: `203.0.113.${150 + index}`,
      uri: '/prod/orders',
    }),
  );
  return [...partners, ...users, ...expired, ...invalid, ...scanners, ...throttled, ...blocked];
}

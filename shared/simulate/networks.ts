import type { Chance } from './chance.ts';

/**
 * Addresses that belong to nobody: 198.18.0.0/15 (benchmarks) for hosted CI runners, 192.0.2.0/24 and 203.0.113.0/24
 * (documentation) for offices and VPN, and 240.0.0.0/4 (reserved) where whole providers are needed, a /16 each: access
 * providers below 248, clouds and hosters above. IPv6 is of 3fff::/20 (documentation).
 */
export interface Networks {
  /** Somebody's line at home: a provider's /16, one or two /24s of it. */
  home(chance: Chance): Line;
  /** Where a traveller is: a hotel's or a phone's provider, rarely one that colleagues have at home. */
  away(chance: Chance): Line;
  readonly office: Line;
  readonly vpn: Line;
  /** A fresh address of a hosted CI runner. */
  runner(chance: Chance): string;
  /** A fixed public address of a cloud, as NAT gateways have. */
  cloud(chance: Chance): string;
  /** Where an attacker rents a machine, or the way out of an anonymiser: never one of those above. */
  attacker(chance: Chance): string;
}

/** A line keeps its network and changes its last number now and then. */
export interface Line {
  address(chance: Chance): string;
}

const last = (chance: Chance): number => chance.int(2, 250);

function line(prefixes: readonly string[], fixed?: string): Line {
  return { address: (chance) => fixed ?? `${chance.pickEarly(prefixes)}.${last(chance)}` };
}

function line6(chance: Chance): Line {
  const prefix = `3fff:${chance.int(0x100, 0xfff).toString(16)}:${chance.hex(4)}:${chance.hex(2)}00`;
  return {
    address: (own) =>
      `${prefix}:${own.hex(4)}:${own.hex(4)}:${own.hex(4)}:${own.hex(4)}`.replace(/:0+(?=[0-9a-f])/g, ':'),
  };
}

export function networks(chance: Chance): Networks {
  const own = chance.fork('networks');
  const providers = Array.from({ length: own.int(5, 9) }, () => `${own.int(240, 243)}.${own.int(0, 255)}`);
  const clouds = Array.from({ length: 4 }, () => `248.${own.int(0, 127)}`);
  const runners = own.int(220, 500);
  const dynamic = own.between(0.1, 0.5);
  return {
    home(chance) {
      if (chance.is(0.12)) return line6(chance);
      const provider = chance.pickEarly(providers);
      const first = `${provider}.${chance.int(0, 255)}`;
      if (chance.is(dynamic)) return line([first, `${provider}.${chance.int(0, 255)}`]);
      return line([first], `${first}.${last(chance)}`);
    },
    away(chance) {
      if (chance.is(0.1)) return line6(chance);
      const provider = chance.is(0.2) ? chance.pick(providers) : `${chance.int(244, 247)}.${chance.int(0, 255)}`;
      return line([`${provider}.${chance.int(0, 255)}`]);
    },
    office: line(['192.0.2'], `192.0.2.${last(own)}`),
    vpn: line(['203.0.113']),
    runner: (chance) => {
      const net = chance.int(0, runners);
      return `198.${18 + (net >> 8)}.${net & 255}.${chance.int(1, 254)}`;
    },
    cloud: (chance) => `${chance.pick(clouds)}.${chance.int(0, 255)}.${last(chance)}`,
    attacker: (chance) => `${chance.int(249, 254)}.${chance.int(0, 255)}.${chance.int(0, 255)}.${last(chance)}`,
  };
}

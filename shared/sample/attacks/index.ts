import type { Chance } from '../seed.ts';
import { backdoorRole } from './backdoor-role.ts';
import { forgedIssuer } from './forged-issuer.ts';
import { hijackedBackend } from './hijacked-backend.ts';
import { leakedKey } from './leaked-key.ts';
import { loudButBenign } from './loud-but-benign.ts';
import { narrowedTrail } from './narrowed-trail.ts';
import { openedApi } from './opened-api.ts';
import type { Story } from './story.ts';

const STORIES = { leakedKey, openedApi, forgedIssuer, backdoorRole, narrowedTrail, hijackedBackend, loudButBenign };

/** The seven stories in the order they happen. */
export const stories = (chance: Chance): readonly Story[] =>
  Object.entries(STORIES).map(([name, tell]) => tell(chance.fork(name)));

import { type LifeProof, placeInWords } from '../../core/workloads/life-proof.ts';

const hadNoRoom = ({ trouble }: LifeProof): boolean => trouble?.code === 'session.no-room';

/** So many that newly fail tell enough. Where users take all room, more may be full by chance. */
const most = { failed: 5, full: 20 };

/** Where sessions do not start any more after an upgrade, by what became of them before it. */
export function lostPlaces(before: readonly LifeProof[]) {
  const codes = new Map(before.map((proof) => [placeInWords(proof), proof.trouble?.code]));
  const isNew = (proof: LifeProof): boolean =>
    proof.trouble !== undefined && codes.get(placeInWords(proof)) !== proof.trouble.code;

  /** A place that fails as it did before is not lost; nor one that users have filled, while another works. */
  const lostOf = (after: readonly LifeProof[]): readonly LifeProof[] => {
    const works = after.some(({ trouble }) => trouble === undefined);
    return after.filter((proof) => isNew(proof) && !(works && hadNoRoom(proof)));
  };
  /** Whether the upgrade has failed for certain, so that its way back should not wait for the other places. */
  const isEnough = (after: readonly LifeProof[]): boolean => {
    const lost = lostOf(after);
    return lost.length >= most.full || lost.filter((proof) => !hadNoRoom(proof)).length >= most.failed;
  };
  return { lostOf, isEnough };
}

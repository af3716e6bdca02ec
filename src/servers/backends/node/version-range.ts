import semverSatisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';

const RELEASE = /^\d+\.\d+\.\d+$/u;
/** A range that names a prerelease or a build. */
const PRERELEASE = /\d-[\da-z]|\+/iu;

/**
 * Whether a version is one that a range of package.json asks for (npm documentation, "semver"). Undefined: this is no such range (a tag, a
 * file, an address), or one of the two has a prerelease.
 */
export function satisfies(version: string, range: string): boolean | undefined {
  const isJudged = RELEASE.test(version) && !PRERELEASE.test(range) && validRange(range) !== null;
  return isJudged ? semverSatisfies(version, range) : undefined;
}

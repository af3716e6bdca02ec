// What the clients use of undici. It is a CommonJS package: in a bundle, `import('undici')` has no named exports, and a
// module that re-exports them has.
export { Agent, buildConnector, request } from 'undici';

import { pythonOrReason } from '../support/python.ts';
import { stepsSuite } from '../support/steps-suite.ts';

const { skipped, python } = await pythonOrReason();

stepsSuite({
  title: 'FastAPI',
  overlay: 'fastapi',
  choice: { kind: 'fastapi', ...(python === undefined ? {} : { python: python.executable }) },
  skipped,
  // The Python of the tests has every package; what one without them gets is in test/unit/backend-fastapi-environment.test.ts.
  complete: { 'step-1': 'python/requirements-missing' },
});

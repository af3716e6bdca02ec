import { pythonOrReason } from '../support/python.ts';
import { stepsSuite } from '../support/steps-suite.ts';

const { skipped, python } = await pythonOrReason();

stepsSuite({
  title: 'FastAPI',
  overlay: 'fastapi',
  choice: { kind: 'fastapi', ...(python === undefined ? {} : { python: python.executable }) },
  skipped,
});

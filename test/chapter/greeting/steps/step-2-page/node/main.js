import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const greeting = (name) => `Hello ${name}`;

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/') response.setHeader('Content-Type', 'text/html').end(readFileSync('form.html'));
  else response.end(greeting(searchParams.get('name') ?? 'you'));
}).listen(process.env.PORT, '127.0.0.1');

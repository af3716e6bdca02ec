import { createServer } from 'node:http';

const greeting = (name) => `Hello ${name}`;

createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  response.end(greeting(searchParams.get('name') ?? 'you'));
}).listen(process.env.PORT, '127.0.0.1');

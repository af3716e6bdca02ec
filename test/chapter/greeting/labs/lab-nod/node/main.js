import { createServer } from 'node:http';

createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  response.end(`A nod to ${searchParams.get('name')}`);
}).listen(process.env.PORT, '127.0.0.1');

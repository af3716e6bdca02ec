import { createServer } from 'node:http';

createServer((request, response) => {
  response.end('A nod to Ann');
}).listen(process.env.PORT, '127.0.0.1');

// One of three operations as a Lambda function: `peer.mjs login`, `submit-ticket` or `queue-position`.

import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, QueryCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { verify } from '@node-rs/argon2';

const database = new DynamoDBClient({ endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB });
const { TABLE_IDENTITY: identities, TABLE_SESSIONS: sessions, TABLE_TICKETS: tickets } = process.env;

const digest = (text) => createHash('sha256').update(text).digest('hex');
const key = (pk, sk) => ({ pk: { S: pk }, sk: { S: sk } });
const written = (pk, sk, value) => marshall({ pk, sk, ...value });
const reply = (statusCode, body) => ({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function get(table, pk, sk) {
  const { Item } = await database.send(new GetItemCommand({ TableName: table, Key: key(pk, sk), ConsistentRead: true }));
  return Item && unmarshall(Item);
}

/** The account of the session that the request is made in. */
async function caller(event) {
  const parts = event.headers.authorization.replace('Bearer ', '').split('.');
  // Between them stand hints, which are not needed here.
  const [account, secret] = [parts[0], parts.at(-1)];
  const { Responses: found } = await database.send(new BatchGetItemCommand({
    RequestItems: {
      [sessions]: { Keys: [key(`ACC#${account}`, `SESSION#${digest(secret)}`)], ConsistentRead: true },
      [identities]: { Keys: [key(`ACC#${account}`, 'ACCOUNT')], ConsistentRead: true },
    },
  }));
  return found[sessions]?.length && found[identities]?.length ? unmarshall(found[identities][0]) : undefined;
}

const mayUseTickets = (tenant) => database.send(new BatchGetItemCommand({ RequestItems: { [identities]: { Keys: [key(`TEN#${tenant}`, 'APPS')], ConsistentRead: true } } }));

const count = (by, what) => database.send(new UpdateItemCommand({
  TableName: sessions,
  Key: key(`ATTEMPTS#${by}#${digest(what)}`, 'ATTEMPTS'),
  UpdateExpression: 'ADD attempts :one SET expires = :until',
  ConditionExpression: '(attribute_not_exists(not_before) OR not_before <= :millis)',
  ExpressionAttributeValues: { ':one': { N: '1' }, ':until': { N: String(Math.floor(Date.now() / 1000) + 3600) }, ':millis': { N: String(Date.now()) } },
  ReturnValues: 'UPDATED_NEW',
}));

async function login(event) {
  const { login: name, password } = JSON.parse(event.body);
  const source = event.requestContext.http.sourceIp;
  await count('source', source);
  await count('name', name);
  const guard = await get(identities, `LOGIN#${name}`, 'LOGIN');
  const account = guard && await get(identities, `ACC#${guard.account_id}`, 'ACCOUNT');
  if (!account || !await verify(account.password.phc, password)) {
    return reply(401, { code: 'login_failed' });
  }
  const secret = randomBytes(32).toString('base64url');
  const session = { digest: digest(secret), expires: Math.floor(Date.now() / 1000) + 36000 };
  await database.send(new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName: sessions, Item: written(`ACC#${account.account_id}`, `SESSION#${session.digest}`, session), ConditionExpression: 'attribute_not_exists(pk)' } },
      { Delete: { TableName: sessions, Key: key(`ATTEMPTS#name#${digest(name)}`, 'ATTEMPTS') } },
      { Update: { TableName: sessions, Key: key(`ATTEMPTS#source#${digest(source)}`, 'ATTEMPTS'), UpdateExpression: 'ADD attempts :one', ExpressionAttributeValues: { ':one': { N: '-1' } } } },
    ],
  }));
  return reply(201, { token: `${account.account_id}.${secret}` });
}

async function submitTicket(event) {
  const account = await caller(event);
  if (!account) return reply(401, { code: 'not_signed_in' });
  const asked = JSON.parse(event.body);
  const { tenant_id: tenant, identity_id: submitter } = account.identities[0];
  await mayUseTickets(tenant);
  if (!await get(tickets, `TEN#${tenant}`, `QUEUE#${asked.queue_id}`)) return reply(422, { code: 'unknown_queue' });
  const place = `TEN#${tenant}#QUE#${asked.queue_id}`;
  const { Attributes } = await database.send(new UpdateItemCommand({
    TableName: tickets,
    Key: key(place, 'HEAD'),
    UpdateExpression: 'ADD next_number :one',
    ConditionExpression: 'attribute_exists(next_number)',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  }));
  const number = Number(Attributes.next_number.N) - 1;
  const [ticket, eventId] = [`tkt_${randomBytes(13).toString('hex')}`, `evt_${randomBytes(13).toString('hex')}`];
  const row = { ...asked, ticket_id: ticket, tenant_id: tenant, number, state: 'waiting', submitter, kind: 'ticket', version: 1 };
  const outgoing = { kind: 'sent', body: JSON.stringify({ id: eventId, type: 'ticket.submitted', data: row }) };
  const put = [
    [`TEN#${tenant}#TKT#${ticket}`, 'TICKET', row],
    [`${place}#NUMBER#${String(number).padStart(12, '0')}`, 'NUMBER', { ticket_id: ticket }],
    ['OUTBOX#0', eventId, outgoing],
  ];
  await database.send(new TransactWriteItemsCommand({
    TransactItems: put.map((one) => ({ Put: { TableName: tickets, Item: written(...one), ConditionExpression: 'attribute_not_exists(pk)' } })),
  }));
  return reply(201, row);
}

function ones(mask) {
  let found = 0;
  for (let left = mask; left > 0n; left &= left - 1n) found += 1;
  return found;
}

async function queuePosition(event) {
  const account = await caller(event);
  if (!account) return reply(401, { code: 'not_signed_in' });
  const tenant = account.identities[0].tenant_id;
  await mayUseTickets(tenant);
  const ticket = await get(tickets, `TEN#${tenant}#TKT#${event.pathParameters.ticket_id}`, 'TICKET');
  if (ticket?.state !== 'waiting') return reply(404, { code: 'not_found' });
  const place = `TEN#${tenant}#QUE#${ticket.queue_id}`;
  const { Items } = await database.send(new QueryCommand({
    TableName: tickets, KeyConditionExpression: 'pk = :pk', ConsistentRead: true, ExpressionAttributeValues: { ':pk': { S: place } },
  }));
  const block = Math.floor(ticket.number / 4032);
  // Masks have 126 bits: more than a number of JavaScript holds.
  const { Item: masks } = await database.send(new GetItemCommand({ TableName: tickets, Key: key(`${place}#BLOCK#${String(block).padStart(8, '0')}`, 'BLOCK'), ConsistentRead: true }));
  await get(tickets, `TEN#${tenant}`, `QUEUE#${ticket.queue_id}`);
  let [departed, before, next] = [0, 0, 0];
  for (const row of Items) {
    if (row.sk.S === 'HEAD') next = Number(row.next_number.N);
    if (!row.sk.S.startsWith('SUPER#')) continue;
    for (const [name, count] of Object.entries(row).filter(([name]) => /^c\d+$/.test(name))) {
      departed += Number(count.N);
      if (Number(row.sk.S.slice(6)) * 64 + Number(name.slice(1)) < block) before += Number(count.N);
    }
  }
  for (const [name, mask] of Object.entries(masks ?? {}).filter(([name]) => /^w\d+$/.test(name))) {
    const below = Math.max(0, Math.min(126, (ticket.number % 4032) - Number(name.slice(1)) * 126));
    before += ones(BigInt(mask.N) & ((1n << BigInt(below)) - 1n));
  }
  return reply(200, { position: ticket.number + 1 - before, waiting: next - departed });
}

const handle = { login, 'submit-ticket': submitTicket, 'queue-position': queuePosition }[process.argv[2]];
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');

function runtime(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = http.request({ host, port, agent, method, path: `/2018-06-01/runtime/invocation/${path}`, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve([Buffer.concat(parts).toString(), answer.headers]));
    });
    request.on('error', reject);
    request.end(body);
  });
}

await database.send(new GetItemCommand({ TableName: sessions, Key: key('NOTHING', 'NOTHING') }));
for (;;) {
  const [event, headers] = await runtime('GET', 'next');
  await runtime('POST', `${headers['lambda-runtime-aws-request-id']}/response`, JSON.stringify(await handle(JSON.parse(event))));
}

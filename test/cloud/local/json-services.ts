import type { ServerResponse } from 'node:http';
import type { Call } from './calls.ts';

/** Answers one operation, given its input and who calls. What it throws is sent as AWS's error of that name, status 400. */
type Answer = (input: Readonly<Record<string, unknown>>, call: Call) => object | Promise<object>;

/** An error as a service names it. */
function serviceError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: code });
}

/** Services that nobody emulates: each operation is answered by hand. Parameters and secrets are kept here already. */
export interface JsonServices {
  /** `answer('cloudtrail:ListPublicKeys', () => ({ PublicKeyList: [] }))` */
  answer(operation: string, answer: Answer): void;
  /** What `ssm:GetParameter` gives. */
  putParameter(name: string, value: string): void;
  /** What `secretsmanager:GetSecretValue` gives, by name or ARN. */
  putSecret(id: string, value: string): void;
  serve(call: Call, response: ServerResponse): Promise<void>;
}

export function jsonServices(): JsonServices {
  const answers = new Map<string, Answer>();
  const parameters = new Map<string, string>();
  const secrets = new Map<string, string>();
  answers.set('ssm:GetParameter', ({ Name }) => {
    const Value = parameters.get(String(Name));
    if (Value === undefined) throw serviceError('ParameterNotFound', '');
    return { Parameter: { Name, Value, Type: 'SecureString', Version: 1 } };
  });
  answers.set('secretsmanager:GetSecretValue', ({ SecretId }) => {
    const SecretString = secrets.get(String(SecretId));
    if (SecretString === undefined)
      throw serviceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { Name: SecretId, SecretString };
  });
  return {
    answer: (operation, answer) => void answers.set(operation, answer),
    putParameter: (name, value) => void parameters.set(name, value),
    putSecret: (id, value) => void secrets.set(id, value),
    async serve(call, response) {
      const send = (status: number, body: object): void =>
        void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      const answer = answers.get(call.operation);
      if (answer === undefined)
        return send(400, { __type: 'UnknownOperationException', message: `nobody answers ${call.operation}` });
      try {
        send(200, await answer(call.body.length === 0 ? {} : JSON.parse(call.body.toString()), call));
      } catch (error) {
        const { name, message } = error as Error;
        send(400, { __type: name, message });
      }
    },
  };
}

import type { Chance } from './chance.ts';

/** Programs that call AWS, with the release a day has: browsers every four weeks, tools every few months. */
export type Tool =
  | 'chrome'
  | 'firefox'
  | 'safari'
  | 'edge'
  | 'cli'
  | 'terraform'
  | 'cdk'
  | 'boto3'
  | 'js'
  | 'go'
  | 'java';

/** Per organisation: how its tools are set up, and on which days they move on. */
export interface Toolbox {
  /** Text of the tool's user agent on a day. `where` is an execution environment, or a laptop's operating system. */
  agent(tool: Tool, day: number, variant?: number, where?: string): string;
}

const OS_BROWSER = ['Macintosh; Intel Mac OS X 10_15_7', 'Windows NT 10.0; Win64; x64', 'X11; Linux x86_64'];
const OS_CLI = ['os/macos#24.5.0 md/arch#arm64', 'os/windows#10 md/arch#amd64', 'os/linux#6.8.0 md/arch#x86_64'];

export function toolbox(chance: Chance): Toolbox {
  const steps = new Map<string, number[]>();
  const releases = (tool: string, variant: number, every: number): number[] => {
    const name = `${tool}/${variant}`;
    let days = steps.get(name);
    if (days === undefined) {
      const own = chance.fork(name);
      days = [];
      for (let day = -own.next() * every; day < 800; day += Math.max(3, own.normal(every, every / 5))) days.push(day);
      steps.set(name, days);
    }
    return days;
  };
  const since = (tool: string, day: number, variant: number, every: number): number =>
    releases(tool, variant, every).filter((step) => step <= day).length;
  const cache = new Map<string, string>();
  return {
    agent(tool, day, variant = 0, where = '') {
      const step = since(tool, day, variant % 7, EVERY[tool]);
      const name = `${tool}/${step}/${variant % 3}/${where}`;
      let text = cache.get(name);
      if (text === undefined) {
        text = AGENTS[tool](step, variant, where);
        cache.set(name, text);
      }
      return text;
    },
  };
}

/** Days between updates. */
const EVERY: Readonly<Record<Tool, number>> = {
  chrome: 28,
  edge: 28,
  firefox: 28,
  safari: 60,
  cli: 45,
  terraform: 50,
  cdk: 60,
  boto3: 80,
  js: 80,
  go: 90,
  java: 90,
};

const os = (list: readonly string[], variant: number): string => list[variant % list.length] ?? '';

const AGENTS: Readonly<Record<Tool, (step: number, variant: number, where: string) => string>> = {
  chrome: (step, variant) =>
    `Mozilla/5.0 (${os(OS_BROWSER, variant)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${142 + step}.0.0.0 Safari/537.36`,
  edge: (step, variant) =>
    `Mozilla/5.0 (${os(OS_BROWSER, variant)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${142 + step}.0.0.0 Safari/537.36 Edg/${142 + step}.0.0.0`,
  firefox: (step, variant) =>
    `Mozilla/5.0 (${os(OS_BROWSER, variant)}; rv:${144 + step}.0) Gecko/20100101 Firefox/${144 + step}.0`,
  safari: (step) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.${step} Safari/605.1.15`,
  cli: (step, variant) =>
    `aws-cli/2.${30 + step}.${(step * 7) % 20} md/awscrt#0.28.2 ua/2.1 ${os(OS_CLI, variant)} lang/python#3.13.7 md/pyimpl#CPython m/E,b,Z cfg/retry-mode#standard md/installer#exe md/prompt#off`,
  terraform: (step) =>
    `APN/1.0 HashiCorp/1.0 Terraform/1.${13 + Math.floor(step / 3)}.${step % 3} (+https://www.terraform.io) terraform-provider-aws/6.${11 + step}.0 aws-sdk-go-v2/1.${38 + step}.3 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64`,
  cdk: (step) =>
    `aws-cdk/2.${1030 + step} aws-sdk-js/3.${870 + step * 12}.0 ua/2.1 os/linux#6.8.0 lang/js md/nodejs#22.19.0`,
  boto3: (step, _, where) =>
    `Boto3/1.40.${10 + step * 11} md/Botocore#1.40.${10 + step * 11} ua/2.1 os/linux#6.1.147 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython${tail(where)} cfg/retry-mode#legacy`,
  js: (step, _, where) =>
    `aws-sdk-js/3.${870 + step * 15}.0 ua/2.1 os/linux#6.1.147 lang/js md/nodejs#22.19.0${tail(where)} api/sts#3.${870 + step * 15}.0`,
  go: (step, _, where) =>
    `aws-sdk-go-v2/1.${38 + step}.0 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64${tail(where)}`,
  java: (step, _, where) =>
    `aws-sdk-java/2.${33 + step}.5 ua/2.1 os/Linux#6.1.147 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM#21.0.8${tail(where)}`,
};

const tail = (where: string): string => (where === '' ? '' : ` exec-env/${where}`);

/** An import before it is begun: the files, what for, and what is said of them. */
import type { Channel, Form } from "../../api/types";
import type { Mapping } from "./columns";
import { type Draft as Vouched, whole } from "./vouch";

/** What the server takes. */
const BYTES_MAX = 1024 * 1024 * 1024;

export interface Draft {
  form: string | null;
  topic: string | null;
  channel: Channel;
  files: File[];
  mapping: Mapping;
  vouched: Vouched | undefined;
  country: string | null;
}

export const EMPTY: Draft = {
  form: null,
  topic: null,
  channel: "email",
  files: [],
  mapping: {},
  vouched: undefined,
  country: null,
};

/** The form and topic that are meant: the only one, or the one that was chosen. */
export function meant(draft: Draft, forms: Form[]) {
  const form = forms.find((f) => f.id === draft.form) ?? (forms.length === 1 ? forms[0] : undefined);
  const topics = form?.topics ?? [];
  const topic = topics.find((x) => x.id === draft.topic) ?? (topics.length === 1 ? topics[0] : undefined);
  return { form, topic };
}

export const tooBig = ({ files }: Draft) => files.reduce((sum, f) => sum + f.size, 0) > BYTES_MAX;

/** Whether enough is said to begin. */
export function ready(draft: Draft, forms: Form[]): boolean {
  const { form, topic } = meant(draft, forms);
  return !!form && !!topic && draft.files.length > 0 && !tooBig(draft) && (!draft.vouched || whole(draft.vouched));
}

/** The files with what is said of them, as the parts of a form. */
export function parts({ files, mapping, vouched }: Draft): FormData {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  if (Object.keys(mapping).length > 0) body.append("mapping", JSON.stringify(mapping));
  if (vouched) body.append("vouched", JSON.stringify(vouched));
  return body;
}

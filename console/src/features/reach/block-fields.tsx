/** What is written in a part of a newsletter, by its kind. */
import { Textarea, TextInput } from "@mantine/core";
import type { Block } from "../../api/types";
import { useWords } from "./words";

export const KINDS = ["heading", "text", "product", "button", "divider"] as const satisfies Block["kind"][];

export function empty(kind: Block["kind"]): Block {
  switch (kind) {
    case "product":
      return { kind, title: "", text: "", price: "", url: "", image_url: "" };
    case "button":
      return { kind, text: "", url: "" };
    case "divider":
      return { kind };
    default:
      return { kind, text: "" };
  }
}

interface Props<B> {
  block: B;
  /** Whether the server found fault with a field. */
  mend: (field: string) => boolean;
  change: (block: Block) => void;
}
type Of<K extends Block["kind"]> = Props<Extract<Block, { kind: K }>>;

export function BlockFields({ block, ...rest }: Props<Block>) {
  switch (block.kind) {
    case "heading":
      return <Heading block={block} {...rest} />;
    case "text":
      return <Text block={block} {...rest} />;
    case "button":
      return <Press block={block} {...rest} />;
    case "product":
      return <Product block={block} {...rest} />;
    case "divider":
      return <hr className="rule" />;
  }
}

const LINK = { type: "url", inputMode: "url", placeholder: "https://…", maxLength: 2000 } as const;

/** What stands at a field that must be mended. */
function useMend(mend: (field: string) => boolean) {
  const { t } = useWords();
  return (field: string) => (mend(field) ? t("faults") : undefined);
}

function Heading({ block: b, mend, change }: Of<"heading">) {
  const { t } = useWords();
  return (
    <TextInput
      aria-label={t("block_heading")}
      maxLength={200}
      description={useMend(mend)("text")}
      value={b.text}
      onChange={(e) => change({ ...b, text: e.target.value })}
    />
  );
}

function Text({ block: b, mend, change }: Of<"text">) {
  const { t } = useWords();
  return (
    <Textarea
      autosize
      minRows={3}
      aria-label={t("block_text")}
      maxLength={5000}
      description={useMend(mend)("text") ?? t("markdown_def")}
      inputWrapperOrder={["label", "input", "description"]}
      value={b.text}
      onChange={(e) => change({ ...b, text: e.target.value })}
    />
  );
}

function Press({ block: b, mend, change }: Of<"button">) {
  const { t } = useWords();
  const hint = useMend(mend);
  return (
    <div className="reach-pair">
      <TextInput
        label={t("button_text")}
        maxLength={200}
        description={hint("text")}
        value={b.text}
        onChange={(e) => change({ ...b, text: e.target.value })}
      />
      <TextInput
        {...LINK}
        label={t("block_url")}
        description={hint("url")}
        value={b.url}
        onChange={(e) => change({ ...b, url: e.target.value.trim() })}
      />
    </div>
  );
}

function Product({ block: b, mend, change }: Of<"product">) {
  const { t } = useWords();
  const hint = useMend(mend);
  return (
    <div className="reach-pair">
      <TextInput
        label={t("product_title")}
        maxLength={200}
        description={hint("title")}
        value={b.title}
        onChange={(e) => change({ ...b, title: e.target.value })}
      />
      <TextInput
        label={t("product_price")}
        maxLength={60}
        description={hint("price")}
        value={b.price}
        onChange={(e) => change({ ...b, price: e.target.value })}
      />
      <TextInput
        className="across"
        label={t("product_text")}
        maxLength={500}
        description={hint("text")}
        value={b.text}
        onChange={(e) => change({ ...b, text: e.target.value })}
      />
      <TextInput
        {...LINK}
        label={t("block_url")}
        description={hint("url")}
        value={b.url}
        onChange={(e) => change({ ...b, url: e.target.value.trim() })}
      />
      <TextInput
        {...LINK}
        label={t("product_image")}
        description={hint("image_url")}
        value={b.image_url ?? ""}
        onChange={(e) => change({ ...b, image_url: e.target.value.trim() })}
      />
    </div>
  );
}

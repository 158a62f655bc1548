/** Where a part of the page cannot be loaded or drawn: it says so, and the rest stays. */
import { Component, type ReactNode } from "react";
import { useWords } from "../words/catalogue";
import { Fault } from "./fault";

function Again({ error }: { error: unknown }) {
  const { t } = useWords();
  // What was loaded and failed is not asked for again by the browser before the page is.
  return <Fault error={error} label={t("load_again")} retry={() => location.reload()} />;
}

export class Broken extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Again error={this.state.error} />;
  }
}

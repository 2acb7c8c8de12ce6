// Starts the page.
import { createRoot } from "react-dom/client";
import "slack-blocks-to-jsx/dist/style.css";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/messages.css";
import "./styles/blocks.css";
import "./styles/inputs.css";
import "./styles/dialogs.css";
import "./styles/panels.css";
import { App } from "./shell/App";
import { applyTheme } from "./state/screen";
import { connect } from "./state/world";

applyTheme();
connect();
createRoot(document.getElementById("root")!).render(<App />);

// The page in which a picture is shown. It may load its own script and its own sheet, and nothing else.

/**
 * @param {{ nonce: string, source: string, script: string, style: string }} parts
 */
export function page({ nonce, source, script, style }) {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Picture</title>
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <header>
    <h1 id="title"></h1>
    <span id="state" role="status"></span>
    <nav aria-label="Zoom">
      <button id="out" title="Smaller (−)" aria-label="Smaller">−</button>
      <button id="size" title="Natural size (0)" aria-label="Natural size">100 %</button>
      <button id="in" title="Larger (+)" aria-label="Larger">+</button>
      <button id="fit" title="Fit into the pane (F)" aria-label="Fit into the pane">Fit</button>
      <button id="again" title="Draw again (R)" aria-label="Draw again">↻</button>
    </nav>
  </header>
  <pre id="problem" role="alert" hidden></pre>
  <main id="stage" tabindex="0" aria-label="The picture"></main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

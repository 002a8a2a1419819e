"""html-to-markdown (in Rust), which leaves out navigation and forms, asked for plain text."""

from __future__ import annotations

from duramen_bench.tool import Extract, Input


def load(preset: str = "standard") -> Extract:
    """Return the extractor with that preset of what it leaves out."""
    from html_to_markdown import ConversionOptions, PreprocessingOptions, convert

    options = ConversionOptions(
        output_format="plain",
        extract_metadata=False,
        skip_images=True,
        preprocessing=PreprocessingOptions(preset=preset),
    )

    def run(page: Input) -> str | None:
        content: str | None = convert(page.text, options).content
        return content

    return run


def load_markdown() -> Extract:
    """Return the converter to Markdown, with its standard preset, told the page's address."""
    from html_to_markdown import ConversionOptions, PreprocessingOptions, convert

    def run(page: Input) -> str | None:
        options = ConversionOptions(
            extract_metadata=False, preprocessing=PreprocessingOptions(preset="standard"), base_url=page.url or None
        )
        content: str | None = convert(page.text, options).content
        return content

    return run

import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lists what swagger-parser warns of in the OpenAPI body that SAM makes of the HTTP API, and fails on what is new.
///
/// API Gateway imports that body. It reports in the parser's words, and leaves out what it cannot make: without its
/// authorizer the API would be open. The known warnings are about every API that SAM makes.
final class ApiWarnings {
    private static final List<Pattern> KNOWN =
            Stream.of(
                            "attribute components\\.securitySchemes\\.Jwt\\.flows is missing",
                            "attribute paths\\.'[^']+'\\(\\w+\\)\\.parameters\\.\\[\\w+]\\.content is missing")
                    .map(Pattern::compile)
                    .toList();

    void main(String[] arguments) throws IOException {
        var body = Files.readString(Path.of(arguments[0]));
        var read = new OpenAPIV3Parser().readContents(body, null, null);
        var unknown = read.getMessages().stream().filter(ApiWarnings::isNew).toList();
        unknown.forEach(warning -> IO.println("new: " + warning));
        if (read.getOpenAPI() == null || !unknown.isEmpty()) System.exit(1);
        IO.println("%d paths, %d known warnings".formatted(read.getOpenAPI().getPaths().size(), read.getMessages().size()));
    }

    private static boolean isNew(String warning) {
        return KNOWN.stream().noneMatch(known -> known.matcher(warning).matches());
    }
}

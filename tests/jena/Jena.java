// A small server over Apache Jena, for tests that ask a third engine. Run: java -cp JARS Jena.java GRAPH SHAPES
// It writes its port to standard output and ends with standard input. POST /union and /named answer a query over the
// union of all graphs, or over the data set as it is, in the JSON of SPARQL 1.1; POST /shacl validates N-Triples and
// answers a line for each result: the shape and the node.
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;

public class Jena {
    interface Answer {
        byte[] of(InputStream body) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        DatasetGraph named = RDFDataMgr.loadDatasetGraph(arguments[0]);
        Dataset all = DatasetFactory.wrap(named);
        Graph merged = GraphFactory.createDefaultGraph();
        named.find().forEachRemaining(quad -> merged.add(quad.asTriple()));
        Dataset union = DatasetFactory.wrap(DatasetGraphFactory.wrap(merged));
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(arguments[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 8);
        serve(server, "/union", body -> rows(union, body));
        serve(server, "/named", body -> rows(all, body));
        serve(server, "/shacl", body -> results(shapes, body));
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) { }
        System.exit(0);
    }

    static byte[] rows(Dataset data, InputStream body) throws IOException {
        String query = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (QueryExecution asked = QueryExecutionFactory.create(query, data)) {
            ResultSetFormatter.outputAsJSON(out, asked.execSelect());
        }
        return out.toByteArray();
    }

    static byte[] results(Shapes shapes, InputStream body) {
        Graph data = GraphFactory.createDefaultGraph();
        RDFDataMgr.read(data, body, Lang.NTRIPLES);
        StringBuilder lines = new StringBuilder();
        ShaclValidator.get().validate(shapes, data).getEntries().forEach(
            entry -> lines.append(entry.source()).append(' ')
                .append(entry.focusNode().isBlank() ? "_:blank" : entry.focusNode()).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void serve(HttpServer server, String path, Answer answer) {
        server.createContext(path, exchange -> {
            int code = 200;
            byte[] said;
            try {
                said = answer.of(exchange.getRequestBody());
            } catch (Exception fault) {
                code = 400;
                StringWriter text = new StringWriter();
                fault.printStackTrace(new PrintWriter(text));
                said = text.toString().getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(code, said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
    }
}

package dev.millrace.local.template;

import java.net.URI;

/// Where a template runs: the values of the pseudo parameters, and the addresses of its API and its
/// queues.
public record Place(String stack, String region, URI api, URI sqs) {
    public static final String ACCOUNT = "000000000000";

    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }

    public String queueUrl(String name) {
        return sqs.resolve("/" + ACCOUNT + "/" + name).toString();
    }
}

package dev.millrace.cli;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The credentials that the AWS CLI would use. After AWS rejects them, they are looked up again, so
/// that a long command uses credentials that the user has renewed meanwhile.
final class RenewableCredentials implements AwsCredentialsProvider {
    private volatile DefaultCredentialsProvider current =
            DefaultCredentialsProvider.builder().build();

    @Override
    public AwsCredentials resolveCredentials() {
        return current.resolveCredentials();
    }

    /// Makes the next call look them up again: in the environment, in the files of the AWS CLI, and
    /// in the caches of `aws sso login` and `aws login`.
    synchronized void renew() {
        var old = current;
        current = DefaultCredentialsProvider.builder().build();
        old.close();
    }
}

package dev.millrace.cli;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The credentials that the AWS CLI would use. Once AWS does not take them any more they are looked
/// up anew, so that a command that goes on for long takes those that the user renews meanwhile.
final class RenewableCredentials implements AwsCredentialsProvider {
    private volatile DefaultCredentialsProvider current =
            DefaultCredentialsProvider.builder().build();

    @Override
    public AwsCredentials resolveCredentials() {
        return current.resolveCredentials();
    }

    /// Looks them up anew with the next call: the environment, the files of the AWS CLI, and what
    /// `aws sso login` or `aws login` keeps.
    void renew() {
        var old = current;
        current = DefaultCredentialsProvider.builder().build();
        old.close();
    }
}
